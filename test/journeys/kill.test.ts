import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type JourneyOptions, playJourney } from '../../infra/local/sandbox/journey.ts';
import { startReceivers } from '../../infra/local/sandbox/receiver.ts';
import { setUpCast } from '../../infra/local/sandbox/setup.ts';
import { startKillableRegion } from '../support/killable-region.ts';

const KILLS = 50;
const AT_ONCE = 4;
const PATIENCE_MS = 90_000;
/** A region that comes up lives at most so long; the setup before the first kill is left alone. */
const UP_MS_MAX = 400;

/** How often each kind of event stands in the streams of one aggregate, by stream. */
const eventsByStream = (file: string, aggregate: string): ReadonlyMap<string, readonly string[]> => {
  const database = new DatabaseSync(file);
  const rows = database.prepare('SELECT stream, content FROM journal WHERE stream LIKE ? ORDER BY position').all(`${aggregate}#%`);
  database.close();
  const found = new Map<string, string[]>();
  for (const row of rows) {
    const commit: { readonly events: readonly { readonly type: string }[] } = JSON.parse(String(row['content']));
    const stream = String(row['stream']);
    found.set(stream, [...(found.get(stream) ?? []), ...commit.events.map(({ type }) => type)]);
  }
  return found;
};

/** Partners that begin journey after journey, in step-by-step and one-call form, until they are told to stop. */
const keepPlaying = (stage: Pick<JourneyOptions, 'baseUrl' | 'cast' | 'receivers'>) => {
  const ended: string[] = [];
  let isPlaying = true;
  let begun = 0;
  const partner = async (): Promise<void> => {
    while (isPlaying) {
      begun += 1;
      const prescribedAt = new Date().toISOString();
      const number = `K${Date.parse(prescribedAt)}${String(begun).padStart(4, '0')}`;
      const journey = await playJourney({ ...stage, number, prescribedAt, isOneCall: begun % 2 === 0, patienceMs: PATIENCE_MS });
      ended.push(journey.prescriptionId);
    }
  };
  const outcome = Promise.all(Array.from({ length: AT_ONCE }, partner));
  // Looked at when the killing is over; until then a failure waits.
  outcome.catch(() => {});
  return {
    finish: async () => {
      isPlaying = false;
      await outcome;
      return { ended, begun };
    },
  };
};

it(`brings every accepted journey to its end, none twice, through ${KILLS} kills at random moments`, { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanlian-kill-'));
  const region = await startKillableRegion(folder);
  const receivers = await startReceivers();
  try {
    const cast = await setUpCast(region.baseUrl, region.platform.apiKey, receivers);
    const playing = keepPlaying({ baseUrl: region.baseUrl, cast, receivers });
    for (let kill = 0; kill < KILLS; kill += 1) {
      await wait(Math.random() * UP_MS_MAX);
      await region.crash();
    }
    const { ended, begun } = await playing.finish();
    await region.stop();

    expect(ended.length).toBe(begun);
    // A world in which nothing happens would lose nothing; a busy machine begins fewer.
    expect(begun).toBeGreaterThan(KILLS / 5);
    const prescriptions = eventsByStream(join(folder, 'jinan.sqlite'), 'prescription');
    expect([...prescriptions.keys()].sort()).toEqual(ended.map((id) => `prescription#${id}`).sort());
    for (const types of prescriptions.values()) {
      for (const once of ['PrescriptionClaimed', 'PrescriptionApproved', 'PrescriptionDispensed', 'PrescriptionCompleted']) {
        expect(
          types.filter((type) => type === once),
          `${once} in ${types.join()}`,
        ).toHaveLength(1);
      }
    }
    for (const types of eventsByStream(join(folder, 'jinan.sqlite'), 'trace-code').values()) {
      expect(types.filter((type) => type === 'TraceCodeSold')).toHaveLength(1);
    }
  } finally {
    await region.stop();
    receivers.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
