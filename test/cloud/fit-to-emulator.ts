import { recordOf } from '../../infra/guards/template.ts';
import { LEFT_OUT } from './not-shown.ts';

export interface Fitted {
  readonly text: string;
  /** What is different now, in words. */
  readonly changes: readonly string[];
}

const isRefused = (resource: unknown): boolean => {
  const { Type: type, Properties: properties } = recordOf(resource);
  return LEFT_OUT.some((one) => type === one.type && recordOf(properties)[one.property] !== undefined);
};

const isSecret = (resource: unknown): boolean => recordOf(resource)['Type'] === 'AWS::SecretsManager::Secret';

/** A secret's `Ref` is its ARN on AWS and its name here; its attribute `Id` is the ARN on both. */
const bySecretId = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((so, id) => so.replaceAll(`{"Ref":"${id}"}`, `{"Fn::GetAtt":["${id}","Id"]}`), text);

/** Whoever makes a schedule in a group is asked for the permission on the default group. */
const byDefaultGroup = (text: string): string => text.replaceAll(/:schedule\/[^/"]+-timers\/\*/g, ':schedule/default/*');

/** A template as the emulator takes it. What is deployed to AWS, and what the commands under test write and send, stays as it is. */
export const fitToEmulator = (uploaded: string): Fitted => {
  const template = recordOf(JSON.parse(uploaded));
  const resources = Object.entries(recordOf(template['Resources']));
  const refused = resources.filter(([, resource]) => isRefused(resource)).map(([id]) => id);
  const secrets = resources.filter(([, resource]) => isSecret(resource)).map(([id]) => id);
  const kept = Object.fromEntries(resources.filter(([id]) => !refused.includes(id)));
  const text = JSON.stringify({ ...template, Resources: kept });
  const regrouped = byDefaultGroup(text);
  return {
    text: bySecretId(regrouped, secrets),
    changes: [
      ...refused.map((id) => `${id} is left out`),
      ...secrets.map((id) => `${id} is named by its Id`),
      ...(regrouped === text ? [] : ['grants on a group of timers lead to the default group']),
    ],
  };
};
