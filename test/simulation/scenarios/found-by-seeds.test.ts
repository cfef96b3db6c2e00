import { expect, it } from 'vitest';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { addMs, instant, MINUTE_MS } from '../../../shared/kernel/time.ts';
import { claim, collect, counterOf, prescribe, sold } from './journey.ts';
import { openStage } from './stage.ts';

// What the simulation found by its seeds, told again step by step.

/** Something that happens right after a prescription was looked at, once, when it is armed. */
const interruption = () => {
  let happens: (() => Promise<unknown>) | undefined;
  return {
    arm: (what: () => Promise<unknown>): void => {
      happens = what;
    },
    wrapRuntime: (runtime: Runtime): Runtime => ({
      ...runtime,
      load: async (aggregate, id) => {
        const loaded = await runtime.load(aggregate, id);
        const now = aggregate.name === 'prescription' ? happens : undefined;
        if (now === undefined) return loaded;
        happens = undefined;
        await now();
        return loaded;
      },
    }),
  };
};

it('a sale that an approval lets through while it is looked at has its packs reserved, or is refused', async () => {
  const { arm, wrapRuntime } = interruption();
  const stage = await openStage({ wrapRuntime });
  const [rx, other] = [await prescribe(stage), await prescribe(stage)];
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  const rival = counterOf(stage, stage.daming, other, await claim(stage, stage.daming, other));
  await rival.approve();
  const line = sold(1, 2);

  arm(() => counter.approve());
  const early = await counter.dispense([line]);
  expect(early).toMatchObject({ status: 409, body: { code: 'invalid-state' } });
  expect((await rival.dispense([line])).status).toBe(200);
  expect(await counter.dispense([line])).toMatchObject({ status: 409, body: { code: 'trace-code-already-sold' } });
  await collect(stage, stage.daming, other);
  await stage.rest();
});

it('a timer that comes to a machine whose clock is behind is due all the same', async () => {
  const behindMs = 250;
  const stage = await openStage({
    wrapRuntime: (runtime) => ({ ...runtime, clock: { now: () => addMs(runtime.clock.now(), -behindMs) } }),
  });
  const rx = await prescribe(stage);
  await claim(stage, stage.baotu, rx);
  await stage.rest();
  expect(stage.eventsOf(`prescription#${rx.id}`).slice(-3)).toEqual(['PrescriptionClaimed', 'PrescriptionReleased', 'PrescriptionExpired']);
});

it('a prescription that is let go of at the last moment, by a clock that is behind, still ends', async () => {
  let behindMs = 0;
  const stage = await openStage({
    wrapRuntime: (runtime) => ({ ...runtime, clock: { now: () => addMs(runtime.clock.now(), -behindMs) } }),
  });
  const rx = await prescribe(stage);
  await stage.passUntil(addMs(instant(rx.validUntil), -MINUTE_MS));
  await stage.restock();
  const body = { patientToken: rx.patientToken, fill: 1, choice: { by: 'cheapest' } };
  await stage.must(stage.patientApp, `POST /v1/prescriptions/${rx.id}/routing`, { body });
  await stage.settle();
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await stage.passUntil(rx.validUntil);
  expect(stage.statusOf(rx.id)).toBe('CLAIMED');

  behindMs = 250;
  expect((await counter.release()).status).toBe(200);
  behindMs = 0;
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe('EXPIRED');
});
