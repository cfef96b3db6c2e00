import { beforeEach, describe, expect, it } from 'vitest';
import { hashIds } from '../../../shared/adapters/node/ids.ts';
import { openDatabase } from '../../../shared/adapters/sqlite/database.ts';
import { createSqliteJournal } from '../../../shared/adapters/sqlite/journal.ts';
import { createExecute, createLoad, type Execute, stepOf } from '../../../shared/kernel/execute.ts';
import { COMMITS_PER_STREAM_MAX, type Journal } from '../../../shared/kernel/journal.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { causeOf, coin, till, tillCommit } from '../../support/till.ts';

/** Rival writers that one command outlasts. */
const ROUNDS = 16;

let journal: Journal;
let execute: Execute;
beforeEach(() => {
  journal = createSqliteJournal(openDatabase({ path: ':memory:' }));
  execute = createExecute(journal);
});

const take = (...coins: readonly number[]) => {
  let prepared = 0;
  const prepare = () => {
    prepared += 1;
    return ok({ coins });
  };
  return { prepare, times: () => prepared };
};
const commits = () => journal.load('till#t1');

/** The journal, and a rival who writes just before each of the first appends. */
const withRivals = (rivals: number): Journal => {
  let left = rivals;
  return {
    load: journal.load,
    append: async (commit) => {
      if (left > 0) {
        left -= 1;
        await journal.append(tillCommit(commit.version, [coin(100)], { stream: commit.stream, commandId: `rival-${left}` }));
      }
      return journal.append(commit);
    },
  };
};

describe('a command', () => {
  it('is decided on the state, and appended as one commit', async () => {
    expect(await execute(till, 't1', causeOf('one'), take(5, 10).prepare)).toEqual({
      ok: true,
      value: { state: { fen: 15, isClosed: false }, version: 1, isRepeat: false, correlationId: 't1' },
    });
    expect(await execute(till, 't1', causeOf('two'), (state, version) => ok({ coins: [state.fen, version] }))).toMatchObject({
      value: { state: { fen: 31 }, version: 2 },
    });
    expect(await commits()).toEqual([
      tillCommit(1, [coin(5), coin(10)], { ...causeOf('one'), correlationId: 't1' }),
      tillCommit(2, [coin(15), coin(1)], { ...causeOf('two'), correlationId: 't1' }),
    ]);
  });
  it('keeps who, when, why and the trace', async () => {
    const cause = causeOf('one', { actor: { role: 'system' }, causationId: 'evt_1', traceparent: '00-a-b-01', correlationId: 'rx_1' });
    await execute(till, 't1', cause, take(5).prepare);
    expect(await commits()).toEqual([{ ...cause, stream: 'till#t1', version: 1, events: [coin(5)] }]);
  });
  it('belongs to the journey that its cause names, else to the stream’s, else to a new one of the stream’s name', async () => {
    await execute(till, 't1', causeOf('one', { correlationId: 'rx_1' }), take(5).prepare);
    expect(await execute(till, 't1', causeOf('two'), take(5).prepare)).toMatchObject({ value: { correlationId: 'rx_1' } });
    expect(await execute(till, 't1', causeOf('three', { correlationId: 'rx_2' }), take(5).prepare)).toMatchObject({
      value: { correlationId: 'rx_2' },
    });
    expect((await commits()).map(({ correlationId }) => correlationId)).toEqual(['rx_1', 'rx_1', 'rx_2']);
  });
  it('that changes nothing writes nothing', async () => {
    await execute(till, 't1', causeOf('one'), take(5).prepare);
    expect(await execute(till, 't1', causeOf('two'), take().prepare)).toEqual({
      ok: true,
      value: { state: { fen: 5, isClosed: false }, version: 1, isRepeat: false, correlationId: 't1' },
    });
    expect(await commits()).toHaveLength(1);
  });
  it('refused by its preparation or by the decision writes nothing', async () => {
    const notYours = refuse({ code: 'till-closed' });
    expect(await execute(till, 't1', causeOf('one'), () => notYours)).toBe(notYours);
    await execute(till, 't1', causeOf('two'), () => ok({ coins: [5], isLast: true }));
    expect(await execute(till, 't1', causeOf('three'), take(5).prepare)).toEqual(refuse({ code: 'till-closed' }));
    expect(await commits()).toHaveLength(1);
  });
});

describe('a repeated command', () => {
  it('writes nothing, asks nothing, and gets the state as of its own commit', async () => {
    const first = take(5);
    await execute(till, 't1', causeOf('one', { correlationId: 'rx_1' }), first.prepare);
    await execute(till, 't1', causeOf('two'), take(7).prepare);
    const repeat = take(1_000);
    expect(await execute(till, 't1', causeOf('one', { correlationId: 'rx_1' }), repeat.prepare)).toEqual({
      ok: true,
      value: { state: { fen: 5, isClosed: false }, version: 1, isRepeat: true, correlationId: 'rx_1' },
    });
    expect([first.times(), repeat.times(), (await commits()).length]).toEqual([1, 0, 2]);
  });
  it('is found wherever it stands in its stream', async () => {
    await execute(till, 't1', causeOf('one'), take(5).prepare);
    await execute(till, 't1', causeOf('two'), take(7).prepare);
    expect(await execute(till, 't1', causeOf('two'), take(7).prepare)).toMatchObject({
      value: { state: { fen: 12 }, version: 2, isRepeat: true },
    });
  });
  it('with another content is refused', async () => {
    await execute(till, 't1', causeOf('one'), take(5).prepare);
    expect(await execute(till, 't1', causeOf('one', { requestDigest: 'another' }), take(5).prepare)).toEqual(
      refuse({ code: 'idempotency-key-reused' }),
    );
  });
  it('is another command on another stream', async () => {
    await execute(till, 't1', causeOf('one'), take(5).prepare);
    expect(await execute(till, 't2', causeOf('one'), take(7).prepare)).toMatchObject({ value: { state: { fen: 7 }, isRepeat: false } });
  });
});

describe('a rival writer', () => {
  it('costs another round, in which the command sees what he wrote', async () => {
    const contended = createExecute(withRivals(2));
    expect(await contended(till, 't1', causeOf('one'), (state) => ok({ coins: [state.fen] }))).toMatchObject({
      value: { state: { fen: 400 }, version: 3 },
    });
  });
  it('is outlasted fifteen times, and at the sixteenth it is a failure', async () => {
    expect(await createExecute(withRivals(ROUNDS - 1))(till, 't1', causeOf('one'), take(5).prepare)).toMatchObject({
      value: { version: ROUNDS },
    });
    const many = take(5);
    await expect(createExecute(withRivals(ROUNDS))(till, 't2', causeOf('two'), many.prepare)).rejects.toThrow(
      `till#t2 stayed contended for ${ROUNDS} rounds`,
    );
    expect(many.times()).toBe(ROUNDS);
  });
});

describe('a stream', () => {
  it('is loaded with its state, its version and its commits', async () => {
    const load = createLoad(journal);
    expect(await load(till, 't1')).toEqual({ state: { fen: 0, isClosed: false }, version: 0, commits: [] });
    await execute(till, 't1', causeOf('one'), take(5).prepare);
    expect(await load(till, 't1')).toEqual({ state: { fen: 5, isClosed: false }, version: 1, commits: await commits() });
  });
  it('ends: the commit after the last is a failure, not a refusal', async () => {
    const fill = Array.from({ length: COMMITS_PER_STREAM_MAX - 1 }, (_, index) => tillCommit(index + 1, [coin(1)]));
    for (const commit of fill) await journal.append(commit);
    expect(await execute(till, 't1', causeOf('last'), take(1).prepare)).toMatchObject({ value: { version: COMMITS_PER_STREAM_MAX } });
    await expect(execute(till, 't1', causeOf('beyond'), take(1).prepare)).rejects.toThrow(
      `till#t1 is full at ${COMMITS_PER_STREAM_MAX} commits`,
    );
  });
});

describe('one step of a larger command', () => {
  it('has an id of its own, the same at every repeat, and everything else of its cause', () => {
    const cause = causeOf('one', { correlationId: 'rx_1' });
    const step = stepOf(cause, 'reserve', hashIds);
    expect(step).toEqual({ ...cause, commandId: hashIds.derive('cmd', 'one', 'reserve') });
    expect(stepOf(cause, 'reserve', hashIds)).toEqual(step);
    expect(stepOf(cause, 'commit', hashIds).commandId).not.toBe(step.commandId);
    expect(stepOf(causeOf('two'), 'reserve', hashIds).commandId).not.toBe(step.commandId);
  });
});
