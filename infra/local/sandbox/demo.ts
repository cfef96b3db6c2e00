import { systemClock } from '../../../shared/adapters/node/clock.ts';
import { epochMs, HOUR_MS } from '../../../shared/kernel/time.ts';
import { print } from '../print.ts';
import type { RunningRegion } from '../region.ts';
import { createClient } from './client.ts';
import { readCast, writeDemoFile } from './demo-file.ts';
import { fhirMessageOf } from './fhir-message.ts';
import { playJourney } from './journey.ts';
import { completeSubmissionOf } from './prescription.ts';
import { startReceivers, type WebhookReceivers } from './receiver.ts';
import { type DemoCast, refreshStock, reviveCast, setUpCast } from './setup.ts';

const STOCK_EVERY_MS = 6 * HOUR_MS;

/** Sets the sandbox partners up, or finds those of an earlier run; they stay beside the region until it ends. */
const castOf = async (region: RunningRegion, receivers: WebhookReceivers): Promise<DemoCast> => {
  const earlier = readCast(region.demoFile);
  if (earlier === undefined) return setUpCast(region.baseUrl, region.platform.apiKey, receivers);
  await reviveCast(region.baseUrl, earlier, receivers);
  return earlier;
};

type Say = (text: string) => void;

/** Sets the sandbox up and plays one journey. True when every step held. */
export const playDemo = async (region: RunningRegion, say: Say = print): Promise<boolean> => {
  const receivers = await startReceivers();
  const cast = await castOf(region, receivers);
  setInterval(() => void refreshStock(region.baseUrl, cast), STOCK_EVERY_MS).unref();
  const now = systemClock.now();
  const number = `JN${epochMs(now)}`;
  const facts = { baseUrl: region.baseUrl, docs: `${region.baseUrl}/docs`, platform: region.platform, ...cast };
  writeDemoFile(region.demoFile, facts);

  say(`\nOne journey over HTTP, on ${region.baseUrl}\n`);
  const began = performance.now();
  let last = began;
  const onStep = (step: string): void => {
    const at = performance.now();
    say(`  ✓ ${step.padEnd(48)} ${(at - last).toFixed(1).padStart(8)} ms`);
    last = at;
  };
  try {
    const { prescriptionId } = await playJourney({ baseUrl: region.baseUrl, cast, receivers, number, prescribedAt: now, onStep });
    say(`  whole journey ${(performance.now() - began).toFixed(0).padStart(46)} ms`);
    const submission = completeSubmissionOf(cast.hospital, { number: `${number}-curl`, prescribedAt: now });
    const fhirMessage = fhirMessageOf(cast.hospital, { number: `${number}-fhir`, prescribedAt: now });
    writeDemoFile(region.demoFile, { ...facts, prescriptionId, submission, fhirMessage });
    await tellTimeline(region, cast, prescriptionId, say);
    tellAgencies(region, cast, say);
    return true;
  } catch (thrown) {
    say(`  ✗ ${thrown instanceof Error ? thrown.message : 'failed'}`);
    return false;
  }
};

const textIn = (value: unknown, name: string): string =>
  typeof value === 'object' && value !== null ? String(Object.getOwnPropertyDescriptor(value, name)?.value ?? '') : '';

const tellTimeline = async ({ baseUrl }: RunningRegion, { hospital }: DemoCast, prescriptionId: string, say: Say): Promise<void> => {
  const timeline = await createClient(baseUrl, hospital.apiKey).must('GET', `/v1/prescriptions/${prescriptionId}/timeline`);
  const hops = Array.isArray(timeline['hops']) ? timeline['hops'] : [];
  say(`\nIts timeline, hop by hop (GET /v1/prescriptions/${prescriptionId}/timeline)\n`);
  for (const hop of hops) {
    const events = textIn(hop, 'events').replaceAll(',', ', ');
    say(
      `  ${textIn(hop, 'at').slice(11, 23)}  +${textIn(hop, 'msSincePrevious').padStart(4)} ms  ${textIn(hop, 'context').padEnd(14)} ${events}`,
    );
  }
};

const tellAgencies = (region: RunningRegion, { hospital, patientApp, pharmacies }: DemoCast, say: Say): void => {
  const rows: readonly (readonly [string, string, string, string])[] = [
    ['platform', 'Sanlian Platform', region.platform.agencyId, region.platform.apiKey],
    ['hospital', hospital.englishName, hospital.agencyId, hospital.apiKey],
    ...pharmacies.map(({ englishName, agencyId, apiKey }) => ['pharmacy', englishName, agencyId, apiKey] as const),
    ['patient-app', patientApp.englishName, patientApp.agencyId, patientApp.apiKey],
  ];
  say('\nDemo agencies and their keys\n');
  for (const [role, name, agencyId, apiKey] of rows) say(`  ${role.padEnd(12)} ${name.padEnd(34)} ${agencyId}  ${apiKey}`);
  say(`\n  region  ${region.baseUrl}/\n  docs    ${region.baseUrl}/docs\n  demo    ${region.demoFile}\n`);
};
