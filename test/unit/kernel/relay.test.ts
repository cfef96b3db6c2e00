import { beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../shared/adapters/sqlite/database.ts';
import { createSqliteJournal } from '../../../shared/adapters/sqlite/journal.ts';
import { createSqliteViews } from '../../../shared/adapters/sqlite/views.ts';
import { defineStreams } from '../../../shared/kernel/context.ts';
import type { Commit, Journal } from '../../../shared/kernel/journal.ts';
import type { Message } from '../../../shared/kernel/messages.ts';
import { OutageError } from '../../../shared/kernel/outage.ts';
import { createProjector, createRelay } from '../../../shared/kernel/relay.ts';
import { historyOf } from '../../../shared/kernel/runs.ts';
import { addMs, DAY_MS } from '../../../shared/kernel/time.ts';
import type { Views } from '../../../shared/kernel/views.ts';
import { closed, coin, TillRows, till, tillCommit } from '../../support/till.ts';
import { createVirtualClock, MONDAY } from '../../support/virtual-clock.ts';

const tills = defineStreams({ name: 'counter', aggregates: [till], publishes: [] });
const idle = defineStreams({ name: 'idle', aggregates: [], publishes: [] });
const history = [tillCommit(1, [coin(5)]), tillCommit(2, [coin(10)]), tillCommit(3, [closed])] as const;
const stray: Commit = { ...tillCommit(1, [coin(5)]), stream: 'purse#p1' };

let journal: Journal;
let views: Views;
let loads: number;
beforeEach(async () => {
  const database = openDatabase({ path: ':memory:' });
  const whole = createSqliteJournal(database);
  loads = 0;
  journal = {
    append: whole.append,
    load: async (stream) => {
      loads += 1;
      return whole.load(stream);
    },
  };
  views = createSqliteViews(database, createVirtualClock());
  for (const commit of history) await whole.append(commit);
});

describe('the relay', () => {
  const published: (readonly Message[])[] = [];
  const scheduled: unknown[] = [];
  const relayOf = (...contexts: Parameters<typeof createRelay>[0]) =>
    createRelay(contexts, {
      history: historyOf(journal),
      bus: { publish: async (messages) => void published.push(messages) },
      scheduler: { schedule: async (...timer) => void scheduled.push(timer) },
    });
  beforeEach(() => {
    published.length = 0;
    scheduled.length = 0;
  });

  it('publishes what a commit tells as of that commit, though the stream went on', async () => {
    expect(await relayOf(idle, tills)([history[1]])).toEqual({ events: 1, timers: 0 });
    expect(published).toMatchObject([[{ type: 'coin.taken.v1', data: { fen: 10, sum: 15 } }]]);
    expect(scheduled).toEqual([]);
  });
  it('has nothing to tell of no commits', async () => {
    expect(await relayOf(tills)([])).toEqual({ events: 0, timers: 0 });
    expect([published, loads]).toEqual([[], 0]);
  });
  it('needs no history for a first commit', async () => {
    await relayOf(tills)([history[0]]);
    expect(published).toMatchObject([[{ type: 'coin.taken.v1', data: { sum: 5 } }]]);
    expect(loads).toBe(0);
  });
  it('sets timers for the inbox of the context that owns the stream', async () => {
    expect(await relayOf(idle, tills)([history[2]])).toEqual({ events: 2, timers: 1 });
    expect(published).toHaveLength(1);
    expect(scheduled).toMatchObject([['counter', { type: 'till-counted', data: { fen: 15 } }, addMs(MONDAY, DAY_MS)]]);
  });
  it('publishes nothing where a commit tells nothing', async () => {
    expect(await relayOf(tills)([tillCommit(1, [])])).toEqual({ events: 0, timers: 0 });
    expect(published).toEqual([]);
  });
  it('publishes what a run of commits tells in one go, each as of its own commit', async () => {
    expect(await relayOf(tills)(history)).toEqual({ events: 4, timers: 1 });
    expect(published).toMatchObject([[{ data: { sum: 5 } }, { data: { fen: 10, sum: 15 } }, {}, {}]]);
    expect(loads).toBe(0);
  });
  it('sends the same ids at a second reading', async () => {
    const relay = relayOf(tills);
    await relay([history[2]]);
    await relay([history[2]]);
    expect(published[1]).toEqual(published[0]);
    expect(scheduled[1]).toEqual(scheduled[0]);
  });
  it('does not know what to do with a stream that no context owns', async () => {
    await expect(relayOf(tills)([stray])).rejects.toThrow('a commit of a stream that no context owns');
  });
  it('is not made for two contexts that own streams of one name', () => {
    expect(() => relayOf(tills, { ...tills, name: 'other' })).toThrow('two contexts own streams called till');
  });
});

it('an outage says which service failed it, and nothing of the cause', () => {
  const outage = new OutageError('ThrottlingException');
  expect([outage.name, outage.message, outage.code]).toEqual(['OutageError', 'ThrottlingException', 'ThrottlingException']);
});

describe('the projector', () => {
  const project = (commit: Commit) => createProjector([idle, tills], { history: historyOf(journal), views })([commit]);

  it('writes a stream’s rows as of the commit', async () => {
    await project(history[1]);
    expect(await TillRows.get(views, 'all', 't1')).toEqual({ fen: 15 });
  });
  it('keeps the later row when commits come in the wrong order', async () => {
    await project(history[1]);
    await project(history[0]);
    expect(await TillRows.get(views, 'all', 't1')).toEqual({ fen: 15 });
  });
  it('tells a journey’s timeline of a stream when the journey comes to it, and not again', async () => {
    const rows = async (journey: string) => (await views.list('timeline', { partition: journey, limit: 10 })).map(({ sort }) => sort);
    const written: number[] = [];
    const put: Views['put'] = async (records) => {
      written.push(records.filter(({ view }) => view === 'timeline').length);
      await views.put(records);
    };
    const other = { ...tillCommit(4, [coin(1)]), correlationId: 'other' };
    const project = createProjector([tills], {
      history: async (run) => [...history, other].slice(0, run.at(-1)?.version),
      views: { ...views, put },
    });
    for (const run of [[history[0]], [history[0]], [history[1], history[2]], [other]]) await project(run);
    expect(written).toEqual([1, 1, 0, 1]);
    expect([await rows('journey'), await rows('other')]).toEqual([['till#t1'], ['till#t1']]);
  });
  it('does not know what to do with a stream that no context owns', async () => {
    await expect(project(stray)).rejects.toThrow('a commit of a stream that no context owns');
  });
});
