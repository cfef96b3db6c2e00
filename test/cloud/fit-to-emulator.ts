import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordOf } from '../../infra/guards/template.ts';
import { LEFT_OUT } from './not-shown.ts';

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

/** Changes this run's copy of the templates where the emulator is not AWS; what production gets stays as it is. Says what it changed. */
export const fitToEmulator = (outdir: string): readonly string[] => {
  const changes = globSync(join(outdir, '**', '*.template.json')).flatMap((file) => {
    const template = recordOf(JSON.parse(readFileSync(file, 'utf8')));
    const resources = Object.entries(recordOf(template['Resources']));
    const refused = resources.filter(([, resource]) => isRefused(resource)).map(([id]) => id);
    const secrets = resources.filter(([, resource]) => isSecret(resource)).map(([id]) => id);
    const kept = Object.fromEntries(resources.filter(([id]) => !refused.includes(id)));
    const text = JSON.stringify({ ...template, Resources: kept });
    const regrouped = byDefaultGroup(text);
    writeFileSync(file, bySecretId(regrouped, secrets));
    return [
      ...refused.map((id) => `${id} is left out`),
      ...secrets.map((id) => `${id} is named by its Id`),
      ...(regrouped === text ? [] : ['grants on a group of timers lead to the default group']),
    ];
  });
  return [...new Set(changes)];
};
