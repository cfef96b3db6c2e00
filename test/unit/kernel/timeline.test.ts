import { describe, expect, it } from 'vitest';
import { streamId } from '../../../shared/kernel/ids.ts';
import type { Commit } from '../../../shared/kernel/journal.ts';
import { addMs } from '../../../shared/kernel/time.ts';
import { arrivals, createTrail, TIMELINE_VIEW } from '../../../shared/kernel/timeline.ts';
import { PAGE_ROWS_MAX } from '../../../shared/kernel/views.ts';
import { coin, tillCommit } from '../../support/till.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const trailOf = (streams: Readonly<Record<string, readonly Commit[]>>) =>
  createTrail({
    journal: { load: async (stream) => streams[stream] ?? [] },
    views: {
      list: async (view, { partition, cursor = '', limit }) =>
        Object.keys(streams)
          .sort()
          .filter((sort) => view === TIMELINE_VIEW && partition === 'journey' && sort > cursor)
          .slice(0, limit)
          .map((sort) => ({ sort, version: 1, value: 'counter' })),
    },
  });

describe('the trail of a journey', () => {
  it('is what was committed for it, in each of its streams', async () => {
    const hops = await trailOf({ 'till#t1': [tillCommit(1, [coin(5)]), { ...tillCommit(2, [coin(5)]), correlationId: 'another' }] })(
      'journey',
    );
    expect(hops).toEqual([
      {
        at: MONDAY,
        context: 'counter',
        stream: 'till#t1',
        version: 1,
        events: ['CoinTaken'],
        actor: { role: 'pharmacy', agencyId: 'ag_1' },
        causationId: 'req_1',
      },
    ]);
  });

  it('is in the order of time, then of stream and version', async () => {
    const early = { ...tillCommit(11, [coin(11)]), at: addMs(MONDAY, -1) };
    const commits = [10, 9, 2].map((version) => tillCommit(version, [coin(version)]));
    const hops = await trailOf({ 'till#t1': [...commits, early], 'purse#p1': [{ ...tillCommit(1, []), stream: 'purse#p1' }] })('journey');
    expect(hops.map(({ stream, version }) => `${stream}/${version}`)).toEqual([
      'till#t1/11',
      'purse#p1/1',
      'till#t1/2',
      'till#t1/9',
      'till#t1/10',
    ]);
  });

  it('names an event by its type, and one without a type not at all', async () => {
    const events = [{ type: 'CoinTaken' }, { fen: 1 }, null, 'CoinTaken', 7, { type: 7 }];
    const hops = await trailOf({ 'till#t1': [{ ...tillCommit(1, []), events }] })('journey');
    expect(hops).toMatchObject([{ events: ['CoinTaken', 'unknown', 'unknown', 'unknown', 'unknown', '7'] }]);
  });

  it.each([
    { page: 'one page less a stream', count: PAGE_ROWS_MAX - 1 },
    { page: 'one page', count: PAGE_ROWS_MAX },
    { page: 'one page and a stream', count: PAGE_ROWS_MAX + 1 },
  ])('goes through $page', async ({ count }) => {
    expect(await trailOf(manyStreams(count))('journey')).toHaveLength(count);
    expect(await trailOf(manyStreams(count))('another')).toEqual([]);
  });

  it('ends somewhere', async () => {
    expect(await trailOf(manyStreams(10 * PAGE_ROWS_MAX - 1))('journey')).toHaveLength(10 * PAGE_ROWS_MAX - 1);
    await expect(trailOf(manyStreams(10 * PAGE_ROWS_MAX))('journey')).rejects.toThrow('a journey through 10000 streams, and more');
  });
});

const manyStreams = (count: number): Readonly<Record<string, readonly Commit[]>> => {
  const streams = Array.from({ length: count }, (_, index) => streamId('till', `a#${index}`));
  return Object.fromEntries(streams.map((stream) => [stream, [{ ...tillCommit(1, []), stream }]]));
};

describe('what a projector notes of a stream', () => {
  const of = (version: number, correlationId: string): Commit => ({ ...tillCommit(version, []), correlationId });
  const row = (version: number, partition: string) => ({ view: TIMELINE_VIEW, partition, sort: 'till#t1', version, value: 'counter' });
  const history = [of(1, 'a'), of(2, 'b'), of(3, 'a'), of(4, 'c'), of(5, 'c')];

  it('is each journey, where it came to the stream first', () => {
    expect(arrivals('counter', history, 5)).toEqual([row(1, 'a'), row(2, 'b'), row(4, 'c')]);
  });
  it('is nothing that was noted with earlier commits', () => {
    expect(arrivals('counter', history, 4)).toEqual([row(2, 'b'), row(4, 'c')]);
    expect(arrivals('counter', history, 2)).toEqual([row(4, 'c')]);
    expect(arrivals('counter', history, 1)).toEqual([]);
  });
});
