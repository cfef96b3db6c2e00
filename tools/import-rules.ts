import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { print } from './print.ts';

const FOLDERS = ['functions', 'shared', 'events', 'infra', 'test', 'tools'];
/** Fewer means that the cruiser lost its TypeScript parser and saw nothing, not that nothing is wrong. */
const MODULES_MIN = 60;

/** Reads every import below these folders and judges it by .dependency-cruiser.cjs. */
export const judgeImports = async (
  folders: readonly string[] = FOLDERS,
  baseDir: string = process.cwd(),
): Promise<ICruiseResult['summary']> => {
  const options = await extractOptions(`${import.meta.dirname}/../.dependency-cruiser.cjs`);
  const { output } = await cruise([...folders], { ...options, baseDir, validate: true });
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text');
  return output.summary;
};

if (import.meta.main) {
  const { violations, totalCruised } = await judgeImports();
  for (const { rule, from, to } of violations) print(`${from} → ${to}: ${rule.name}`);
  if (totalCruised < MODULES_MIN) print(`only ${totalCruised} modules were read`);
  process.exitCode = violations.length > 0 || totalCruised < MODULES_MIN ? 1 : 0;
}
