import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string; readonly url: string } }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const kinds: readonly (readonly [string, (url: string, name: string) => boolean])[] = [
  ['idle', (_url, name) => name === '(idle)'],
  ['garbage collection', (_url, name) => name === '(garbage collector)'],
  ['SQLite', (url, name) => url.includes('/adapters/sqlite/') || /^(run|all|get|exec|prepare)$/.test(name)],
  ['zod', (url) => url.includes('/zod/')],
  ['middy and routing', (url) => url.includes('/@middy/') || url.includes('/find-my-way/')],
  [
    'HTTP in and out',
    (url) =>
      /^node:(internal\/(streams|http|net|stream_base|timers|process)|_?http|net|_stream|events|buffer|url|internal\/url|dns)/.test(url),
  ],
  [
    'cryptography',
    (url, name) => url.startsWith('node:internal/crypto') || /^(update|digest|final|sign|verify|verifyOneShot|signOneShot)$/.test(name),
  ],
  ['domain', (url) => /\/functions\/[^/]+\/domain\//.test(url)],
  ['contexts', (url) => url.includes('/functions/')],
  ['kernel and edge', (url) => url.includes('/shared/') || url.includes('/infra/') || url.includes('/events/')],
  ['Node itself', (url, name) => url.startsWith('node:') || name === '(program)'],
];

/** Share of the busy time of the region's main thread, by kind of work; reads the newest CPU profile of a folder. */
export const busyShares = (folder: string): readonly { readonly kind: string; readonly share: number }[] => {
  const file = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .sort()
    .at(-1);
  if (file === undefined) return [];
  const profile: CpuProfile = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const kindOf = new Map(
    profile.nodes.map(({ id, callFrame: { url, functionName } }) => [
      id,
      kinds.find(([, fits]) => fits(url, functionName))?.[0] ?? 'other',
    ]),
  );
  const totals = new Map<string, number>();
  profile.samples.forEach((id, index) => {
    const kind = kindOf.get(id) ?? 'other';
    totals.set(kind, (totals.get(kind) ?? 0) + (profile.timeDeltas[index] ?? 0));
  });
  totals.delete('idle');
  const busy = [...totals.values()].reduce((sum, micros) => sum + micros, 0);
  return [...totals].map(([kind, micros]) => ({ kind, share: micros / busy })).sort((left, right) => right.share - left.share);
};
