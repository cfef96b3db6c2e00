import { isDeepStrictEqual } from 'node:util';
import { STATEFUL } from '../guards/stateful.ts';
import type { TemplateResource, TemplateStack } from '../guards/template.ts';

/** Properties that CloudFormation can change only by making a new, empty resource; a secret's recipe makes a new secret. */
const REPLACING: readonly string[] = [
  'AttributeDefinitions',
  'BucketName',
  'GenerateSecretString',
  'KeySchema',
  'KeySpec',
  'KeyUsage',
  'MultiRegion',
  'Name',
  'TableName',
];

const changeOf = (before: TemplateResource, after: TemplateResource | undefined): readonly string[] => {
  if (after === undefined) return ['is not there any more'];
  if (after.type !== before.type) return [`becomes a ${after.type}`];
  return REPLACING.filter((property) => !isDeepStrictEqual(before.properties[property], after.properties[property])).map(
    (property) => `would be replaced: ${property} changes`,
  );
};

/** What of a region's state a deployment would remove or replace; nothing may. By the logical id, which is the resource's name for ever. */
export const lossesOf = (deployed: TemplateStack, planned: TemplateStack): readonly string[] =>
  deployed.resources
    .filter(({ type }) => STATEFUL.has(type))
    .flatMap((before) =>
      changeOf(
        before,
        planned.resources.find(({ id }) => id === before.id),
      ).map((what) => `${deployed.name}/${before.id} (${before.type}) ${what}`),
    );
