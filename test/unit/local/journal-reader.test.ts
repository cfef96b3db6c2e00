import { describe, expect, it } from 'vitest';
import { createJournalReader } from '../../../infra/local/journal-reader.ts';
import type { Commit } from '../../../shared/kernel/journal.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const commitAt = (version: number): Commit => ({
  stream: 'thing#1',
  version,
  commandId: `c${version}`,
  requestDigest: '',
  at: MONDAY,
  actor: { role: 'system' },
  correlationId: '1',
  causationId: '1',
  events: [],
});

/** A journal of three commits, a cursor in memory, and a disk that may take nothing. */
const stage = (failing: (version: number) => boolean, isDiskFull = () => false) => {
  let position = 0;
  const handled: number[] = [];
  const parked: number[] = [];
  const step = createJournalReader({
    name: 'relay',
    journal: { read: async (after) => [1, 2, 3].filter((at) => at > after).map((at) => ({ position: at, commit: commitAt(at) })) },
    cursor: {
      read: () => position,
      move: async (to) => {
        position = to;
      },
    },
    inbox: {
      parkCommit: async (_reader, { version }) => {
        if (isDiskFull()) throw new Error('full');
        parked.push(version);
      },
    },
    log: { info: () => {}, failure: () => {}, count: () => {} },
    handle: async (run) => {
      if (run.some(({ version }) => failing(version))) throw new Error('outage');
      handled.push(...run.map(({ version }) => version));
    },
  });
  return { step, handled, parked, position: () => position };
};

describe('a reader of the journal', () => {
  it('comes again to a commit that failed, and passes it when the outage is over', async () => {
    let isOut = true;
    const { step, parked, position } = stage((version) => version === 2 && isOut);
    expect(await step()).toBe(1);
    expect(position()).toBe(1);
    expect(await step()).toBe(0);
    isOut = false;
    expect(await step()).toBe(2);
    expect(position()).toBe(3);
    expect(parked).toEqual([]);
  });

  it('parks a commit that fails every time, and goes on', async () => {
    const { step, handled, parked, position } = stage((version) => version === 2);
    for (let turn = 0; turn < 5; turn += 1) await step();
    expect(parked).toEqual([2]);
    expect(position()).toBe(3);
    expect(handled).toContain(3);
  });

  it('passes nothing that it could neither handle nor park', async () => {
    let isFull = true;
    const { step, parked, position } = stage(
      (version) => version === 2,
      () => isFull,
    );
    for (let turn = 0; turn < 20; turn += 1) await step();
    expect(position()).toBe(1);
    isFull = false;
    await step();
    expect(position()).toBe(3);
    expect(parked).toEqual([2]);
  });
});
