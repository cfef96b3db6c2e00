import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyHistory, lateClaim, type Step, transitionsOf } from '../../support/routing-histories.ts';

it('draws exactly the transitions that commands can bring about', () => {
  const readme = readFileSync(new URL('../../../functions/routing/README.md', import.meta.url), 'utf8');
  const drawn = [...readme.matchAll(/^ {2}([A-Z]+) --> ([A-Z]+):/gm)].map(([, from, to]) => `${from} --> ${to}`);
  const seen = new Set<string>();
  const see = (steps: readonly Step[]): void => {
    for (const { from, to } of transitionsOf(steps)) seen.add(`${from.status} --> ${to.status}`);
  };
  see(lateClaim);
  fc.assert(fc.property(anyHistory, see), { numRuns: 3_000, seed: 7 });
  // A pharmacy's answer that leaves its wave open, or a claim's old news, changes no status and is not drawn.
  const isDrawn = (transition: string): boolean => drawn.includes(transition) || !/^([A-Z]+) --> \1$/.test(transition);
  expect([...seen].filter(isDrawn).sort()).toEqual([...drawn].sort());
});
