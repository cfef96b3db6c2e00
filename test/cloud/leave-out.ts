import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordOf } from '../../infra/guards/template.ts';
import { LEFT_OUT } from './not-shown.ts';

const isRefused = (resource: unknown): boolean => {
  const { Type: type, Properties: properties } = recordOf(resource);
  return LEFT_OUT.some((one) => type === one.type && recordOf(properties)[one.property] !== undefined);
};

/** Takes out of an assembly what the emulator refuses; the templates that production gets stay as they are. Answers its names. */
export const leaveOut = (outdir: string): readonly string[] =>
  globSync(join(outdir, '**', '*.template.json')).flatMap((file) => {
    const template: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const resources = Object.entries(recordOf(recordOf(template)['Resources']));
    const refused = resources.filter(([, resource]) => isRefused(resource)).map(([id]) => id);
    if (refused.length === 0) return [];
    const kept = Object.fromEntries(resources.filter(([id]) => !refused.includes(id)));
    writeFileSync(file, JSON.stringify({ ...recordOf(template), Resources: kept }));
    return refused;
  });
