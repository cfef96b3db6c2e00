import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { defineAggregate } from '../../../shared/kernel/aggregate.ts';
import type { Commit } from '../../../shared/kernel/journal.ts';
import { addMs, DAY_MS } from '../../../shared/kernel/time.ts';
import { closed, coin, till, tillCommit } from '../../support/till.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const history = [tillCommit(1, [coin(5), coin(10)]), tillCommit(2, [coin(20)]), tillCommit(3, [coin(1), closed])];

describe('a stream', () => {
  it('without commits is as it begins', () => {
    expect(till.name).toBe('till');
    expect(till.fold([])).toEqual({ fen: 0, isClosed: false });
    expect(till.outgoing([])).toEqual({ announcements: [], timers: [] });
    expect(till.records([])).toEqual([]);
  });
  it('is the fold of its commits, each event in its turn', () => {
    expect(till.fold(history.slice(0, 1))).toEqual({ fen: 15, isClosed: false });
    expect(till.fold(history)).toEqual({ fen: 36, isClosed: true });
  });
  it('folds to the same whatever part of it was folded before', () => {
    const amounts = fc.array(fc.array(fc.nat(100), { minLength: 1, maxLength: 3 }), { maxLength: 8 });
    fc.assert(
      fc.property(amounts, fc.array(fc.nat(8), { maxLength: 6 }), (commits, cuts) => {
        const stream = commits.map((coins, index) => tillCommit(index + 1, coins.map(coin)));
        const sumOf = (length: number): number =>
          commits
            .slice(0, length)
            .flat()
            .reduce((sum, fen) => sum + fen, 0);
        for (const cut of [...cuts, stream.length]) {
          const length = Math.min(cut, stream.length);
          expect(till.fold(stream.slice(0, length)).fen).toBe(sumOf(length));
        }
      }),
    );
  });
  it('is read once: a commit never changes', () => {
    const done = { read: 0, evolved: 0 };
    const counting = defineAggregate<number, never, { readonly fen: number }, never>({
      name: 'counting',
      event: {
        parse: (raw) => {
          done.read += 1;
          return z.object({ fen: z.int() }).parse(raw);
        },
      },
      initial: 0,
      decide: () => ({ ok: true, value: [] }),
      evolve: (sum, event) => {
        done.evolved += 1;
        return sum + event.fen;
      },
    });
    const [first, second] = [tillCommit(1, [coin(5)]), tillCommit(2, [coin(10)])];
    expect([counting.fold([first]), counting.fold([first, second]), counting.fold([first, second])]).toEqual([5, 15, 15]);
    expect(done).toEqual({ read: 2, evolved: 2 });
    // Another stream's commit of the same version has a state of its own.
    expect(counting.fold([tillCommit(1, [coin(7)], { stream: 'till#t2' })])).toBe(7);
    // What leaves is found by its own steps from the state before, without reading again.
    counting.outgoing([first, second]);
    expect(done).toEqual({ read: 3, evolved: 4 });
    expect(counting.records([first])).toEqual([]);
  });
  it('that holds what is no event of it cannot be read', () => {
    expect(() => till.fold([{ ...tillCommit(1, []), events: [{ type: 'Burgled' }] }])).toThrow();
  });
});

describe('what a commit sends out', () => {
  const last = history[2] as Commit;
  it('tells each event in the state that it led to, under ids that say where it stands', () => {
    const { announcements } = till.outgoing(history.slice(0, 1));
    expect(announcements.map(({ id, type, data }) => ({ id, type, data }))).toEqual([
      { id: 'evt_till#t1/1/0', type: 'coin.taken.v1', data: { id: 't1', fen: 5, sum: 5 } },
      { id: 'evt_till#t1/1/1', type: 'coin.taken.v1', data: { id: 't1', fen: 10, sum: 15 } },
    ]);
  });
  it('numbers what one event tells twice', () => {
    expect(till.outgoing(history).announcements.map(({ id, type, data }) => ({ id, type, data }))).toEqual([
      { id: 'evt_till#t1/3/0', type: 'coin.taken.v1', data: { id: 't1', fen: 1, sum: 36 } },
      { id: 'evt_till#t1/3/1', type: 'till.closed.v1', data: { id: 't1', fen: 36 } },
      { id: 'evt_till#t1/3/1.1', type: 'till.emptied.v1', data: { id: 't1' } },
    ]);
  });
  it('sets its timers', () => {
    expect(till.outgoing(history.slice(0, 2)).timers).toEqual([]);
    expect(till.outgoing(history).timers).toEqual([
      {
        at: addMs(MONDAY, DAY_MS),
        message: {
          id: 'tmr_till#t1/3/1.0',
          type: 'till-counted',
          occurredAt: MONDAY,
          correlationId: 'journey',
          causationId: 'till#t1/3',
          dueAt: addMs(MONDAY, DAY_MS),
          data: { id: 't1', fen: 36 },
        },
      },
    ]);
  });
  it('says when, in which journey and why, and carries the trace where there is one', () => {
    const at = addMs(MONDAY, 7);
    const [plain] = till.outgoing([tillCommit(1, [coin(5)], { at })]).announcements;
    expect(plain).toStrictEqual({
      id: 'evt_till#t1/1/0',
      type: 'coin.taken.v1',
      occurredAt: at,
      correlationId: 'journey',
      causationId: 'till#t1/1',
      data: { id: 't1', fen: 5, sum: 5 },
    });
    const traced = till.outgoing([...history.slice(0, 2), { ...last, traceparent: '00-a-b-01' }]);
    expect(traced.announcements.map(({ traceparent }) => traceparent)).toEqual(['00-a-b-01', '00-a-b-01', '00-a-b-01']);
  });
  it('is the same at every reading', () => {
    expect(till.outgoing([...history])).toEqual(till.outgoing(history));
  });
  it('is nothing where the aggregate tells nothing', () => {
    const silent = defineAggregate<number, never, unknown, never>({
      name: 'silent',
      event: z.unknown(),
      initial: 0,
      decide: () => ({ ok: true, value: [] }),
      evolve: (count) => count + 1,
    });
    expect(silent.outgoing(history)).toEqual({ announcements: [], timers: [] });
    expect(silent.records(history)).toEqual([]);
  });
});

describe('the rows of a stream', () => {
  it('are written whole as of the last commit, under its version', () => {
    expect(till.records(history)).toEqual([{ view: 'tills', partition: 'all', sort: 't1', version: 3, value: { fen: 36 } }]);
    expect(till.records(history.slice(0, 1))).toMatchObject([{ version: 1, value: { fen: 15 } }]);
  });
  it('are written when one of the last commits changed them, also one that a later commit changed back', () => {
    const there = [tillCommit(1, [coin(5)]), tillCommit(2, [coin(10)]), tillCommit(3, [coin(-10)])];
    const row = { view: 'tills', partition: 'all', sort: 't1', version: 3, value: { fen: 5 } };
    expect(till.changes(there, 1)).toEqual([row]);
    expect(till.changes(there, 2)).toEqual([row]);
    expect(till.changes(there, 3)).toEqual([row]);
    // Nothing was taken: the row stays as the commit before wrote it.
    expect(till.changes([...there, tillCommit(4, [coin(0)])], 1)).toEqual([]);
    expect(till.changes([...there, tillCommit(4, [coin(0)])], 2)).toEqual([{ ...row, version: 4 }]);
    expect(till.changes([...there, tillCommit(4, [coin(0)]), tillCommit(5, [coin(0)])], 2)).toEqual([]);
  });
});
