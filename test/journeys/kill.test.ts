import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { playJourney } from '../../infra/local/sandbox/journey.ts';
import { startReceivers } from '../../infra/local/sandbox/receiver.ts';
import { setUpCast } from '../../infra/local/sandbox/setup.ts';
import { startKillableRegion } from '../support/killable-region.ts';

const KILLS = 50;
const AT_ONCE = 4;
const PATIENCE_MS = 60_000;

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

it(`brings every accepted journey to its end, none twice, through ${KILLS} kills at random moments`, { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanlian-kill-'));
  const region = await startKillableRegion(folder);
  const receivers = await startReceivers();
  const cast = await setUpCast(region.baseUrl, region.platform.apiKey, receivers);

  let isKilling = true;
  let journeys = 0;
  const ended: string[] = [];
  const actor = async (): Promise<void> => {
    while (isKilling) {
      journeys += 1;
      const number = `K${String(Date.now())}${String(journeys).padStart(4, '0')}`;
      const prescribedAt = new Date().toISOString();
      const isOneCall = journeys % 2 === 0;
      const journey = await playJourney({
        baseUrl: region.baseUrl,
        cast,
        receivers,
        number,
        prescribedAt,
        isOneCall,
        patienceMs: PATIENCE_MS,
      });
      ended.push(journey.prescriptionId);
    }
  };
  const actors = Array.from({ length: AT_ONCE }, actor);
  for (let kill = 0; kill < KILLS; kill += 1) {
    await wait(Math.random() * 250);
    await region.crash();
  }
  isKilling = false;
  await Promise.all(actors);
  await region.stop();
  receivers.close();

  expect(ended.length).toBeGreaterThan(KILLS / 2);
  expect(new Set(ended).size).toBe(journeys);
  const prescriptions = eventsByStream(join(folder, 'jinan.sqlite'), 'prescription');
  expect([...prescriptions.keys()].sort()).toEqual(ended.map((id) => `prescription#${id}`).sort());
  for (const types of prescriptions.values()) {
    for (const once of ['PrescriptionClaimed', 'PrescriptionApproved', 'PrescriptionDispensed', 'FillCompleted']) {
      expect(
        types.filter((type) => type === once),
        `${once} in ${types.join()}`,
      ).toHaveLength(1);
    }
  }
  for (const types of eventsByStream(join(folder, 'jinan.sqlite'), 'trace-code').values()) {
    expect(types.filter((type) => type === 'TraceCodeSold')).toHaveLength(1);
  }
  rmSync(folder, { recursive: true, force: true });
});
