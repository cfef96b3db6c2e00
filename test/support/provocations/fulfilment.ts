import { fulfilmentContext } from '../../../functions/fulfilment/context.ts';
import { fulfilmentProblems } from '../../../functions/fulfilment/contract/problems.ts';
import { DAY_MS, instant } from '../../../shared/kernel/time.ts';
import { createWorld } from '../world.ts';
import { defineChapter } from './provocation.ts';

const RX = 'rx_journey0001';
const sale = {
  prescriptionId: RX,
  fill: 1,
  hospitalId: 'ag_hospital1',
  pharmacyId: 'ag_pharmacy1',
  patientToken: 'pt_patient1',
  totalFen: 4_680,
  isComplete: true,
};
const rules = { collectDays: 3, codeAttemptsMax: 2, codesMax: 2 };

/** The medicine of one sale waits at the counter. */
const open = async () => {
  const policies = { fulfilment: [{ version: 'fulfilment-test', from: instant('2026-01-01T00:00:00+08:00'), rules }] };
  const world = await createWorld({ contexts: [fulfilmentContext], policies });
  const message = {
    id: 'evt_1',
    type: 'prescription.dispensed.v1',
    occurredAt: world.clock.now(),
    correlationId: RX,
    causationId: 'cause',
  };
  await world.engine.runtime.inbox.send('fulfilment', { ...message, data: sale });
  await world.settle();
  const collect = () =>
    world.call('POST', `/v1/prescriptions/${RX}/collect`, { as: 'patient-app:ag_app1', body: { patientToken: sale.patientToken } });
  const handOver = (pickupCode: string) =>
    world.call('POST', `/v1/prescriptions/${RX}/hand-over`, { as: 'pharmacy:ag_pharmacy1', body: { pickupCode, handedOverBy: 'staff-7' } });
  /** Any other six digits than the newest code's. */
  const wrongCode = async (): Promise<string> => String((Number((await collect()).body.pickupCode) + 1) % 1_000_000).padStart(6, '0');
  return { world, collect, handOver, wrongCode };
};

export const fulfilmentChapter = defineChapter({
  name: 'fulfilment',
  problems: fulfilmentProblems,
  open,
  provocations: {
    'pickup-not-ready': async ({ world, collect }) => {
      await world.pass(3 * DAY_MS);
      return collect();
    },
    'pickup-code-not-issued': ({ handOver }) => handOver('123456'),
    'pickup-code-wrong': async ({ handOver, wrongCode }) => handOver(await wrongCode()),
    'pickup-code-locked': async ({ handOver, wrongCode }) => {
      const guess = await wrongCode();
      for (let guesses = 0; guesses < rules.codeAttemptsMax; guesses += 1) await handOver(guess);
      return handOver(guess);
    },
    'pickup-codes-exhausted': async ({ collect }) => {
      for (let codes = 0; codes < rules.codesMax; codes += 1) await collect();
      return collect();
    },
  },
});
