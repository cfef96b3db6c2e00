import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { defineAggregate } from '../../../shared/kernel/aggregate.ts';
import type { StreamId } from '../../../shared/kernel/ids.ts';
import type { Commit } from '../../../shared/kernel/journal.ts';
import { createProjector } from '../../../shared/kernel/relay.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { historyOf, rememberingHistoryOf, runsOf } from '../../../shared/kernel/runs.ts';
import { TIMELINE_VIEW } from '../../../shared/kernel/timeline.ts';
import { defineView, type ViewRecord } from '../../../shared/kernel/views.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const commitOf = (stream: StreamId, version: number, colour = 'red'): Commit => ({
  stream,
  version,
  commandId: `cmd-${version}`,
  requestDigest: '',
  at: MONDAY,
  actor: { role: 'system' },
  correlationId: 'journey',
  causationId: 'test',
  events: [{ type: 'Painted', colour }],
});
const doors = (...colours: readonly string[]): readonly Commit[] => colours.map((colour, index) => commitOf('door#1', index + 1, colour));

const Colours = defineView('colours', z.string());
const Numbers = defineView('numbers', z.int());
const door = defineAggregate<string, string, { type: 'Painted'; colour: string }, never>({
  name: 'door',
  event: z.object({ type: z.literal('Painted'), colour: z.string() }),
  initial: 'bare',
  decide: (_colour, colour) => ok([{ type: 'Painted', colour }]),
  evolve: (_colour, event) => event.colour,
  views: (colour, { commit }) => [
    Colours.record({ partition: 'all', sort: '1' }, commit.version, colour),
    Numbers.record({ partition: 'all', sort: '1' }, commit.version, commit.version),
  ],
});

/** A store of rows as the contract of views has it, and how many were written. */
const stage = (journal: readonly Commit[]) => {
  const rows = new Map<string, ViewRecord>();
  const written: string[] = [];
  const project = createProjector([{ name: 'doors', aggregates: [door], publishes: [] }], {
    history: historyOf({ load: async () => journal }),
    views: {
      put: async (records) => {
        for (const record of records.filter(({ view }) => view !== TIMELINE_VIEW)) {
          written.push(`${record.view} ${record.version}`);
          if ((rows.get(record.view)?.version ?? 0) < record.version) rows.set(record.view, record);
        }
      },
      get: async () => undefined,
      list: async () => [],
    },
  });
  return { project, written, colour: () => rows.get('colours')?.value };
};

describe('what a reader got at once', () => {
  it('is cut into commits of one stream that follow each other', () => {
    const entries = [
      commitOf('a#1', 2),
      commitOf('b#1', 1),
      commitOf('a#1', 1),
      commitOf('a#1', 4),
      commitOf('b#1', 2),
      commitOf('a#1', 5),
    ].map((commit) => ({ commit }));
    const runs = runsOf(entries).map((run) => run.map(({ commit }) => `${commit.stream}/${commit.version}`));
    expect(runs).toEqual([
      ['a#1/1', 'a#1/2'],
      ['a#1/4', 'a#1/5'],
      ['b#1/1', 'b#1/2'],
    ]);
  });
});

describe('the projector', () => {
  it('writes only the rows that a commit changed', async () => {
    const commits = doors('red', 'red', 'blue');
    const { project, written } = stage(commits);
    for (const commit of commits) await project([commit]);
    expect(written).toEqual(['colours 1', 'numbers 1', 'numbers 2', 'colours 3', 'numbers 3']);
  });

  it('writes each row of a run once, as it is in the end', async () => {
    const { project, written } = stage(doors('red', 'red', 'blue'));
    await project(doors('red', 'red', 'blue'));
    expect(written).toEqual(['colours 3', 'numbers 3']);
  });

  it('lets no late copy bring back what a run changed and changed back', async () => {
    const commits = doors('red', 'blue', 'red');
    const { project, colour } = stage(commits);
    await project(commits.slice(0, 1));
    await project(commits.slice(1));
    for (const commit of commits.slice(0, 2)) await project([commit]);
    expect(colour()).toBe('red');
  });
});

describe('a history that is remembered', () => {
  const recordingJournal = (commits: readonly Commit[]) => {
    const loads: string[] = [];
    return {
      loads,
      load: async (stream: StreamId) => {
        loads.push(stream);
        return commits.filter((commit) => commit.stream === stream);
      },
    };
  };

  it('is read only where something before is missing, and is the same as one that was read', async () => {
    const commits = doors('red', 'blue', 'green', 'black');
    const journal = recordingJournal(commits);
    const history = rememberingHistoryOf(journal);
    expect(await history(commits.slice(0, 1))).toEqual(commits.slice(0, 1));
    expect(await history(commits.slice(1, 2))).toEqual(commits.slice(0, 2));
    expect(journal.loads).toEqual([]);
    expect(await history(commits.slice(3))).toEqual(commits);
    expect(journal.loads).toEqual(['door#1']);
    // A late copy ends where it ended then, and shortens nothing.
    expect(await history(commits.slice(1, 2))).toEqual(commits.slice(0, 2));
    expect(await history(commits.slice(3))).toEqual(commits);
    expect(journal.loads).toEqual(['door#1']);
  });

  it('forgets the streams that were used least lately', async () => {
    const streams = Array.from({ length: 501 }, (_, index): StreamId => `door#${index}`);
    const journal = recordingJournal([]);
    const history = rememberingHistoryOf(journal);
    for (const stream of streams) await history([commitOf(stream, 1)]);
    await history([commitOf('door#500', 2)]);
    expect(journal.loads).toEqual([]);
    await history([commitOf('door#0', 2)]);
    expect(journal.loads).toEqual(['door#0']);
  });
});
