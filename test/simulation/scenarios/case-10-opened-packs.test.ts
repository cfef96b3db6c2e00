import { expect, it } from 'vitest';
import { RESERVATION_MS } from '../../../functions/prescriptions/domain/pack.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { addMs } from '../../../shared/kernel/time.ts';
import type { PharmacyAgency } from '../world/template.ts';
import { listDrug, shelfOf } from './drugs.ts';
import { claim, collect, counterOf, pack, prescribe, sold } from './journey.ts';
import { openStage, type Stage } from './stage.ts';

// Section 12, case 10: 拆零. One trace code covers many sales of fractions, and an opened pack that comes back is not sold again.

const TABLETS = 'ST-XY-0010';
const PACK_UNITS = 24;

const openTown = async (options: Parameters<typeof openStage>[0] = {}): Promise<Stage> => {
  const stage = await openStage(options);
  await listDrug(stage, TABLETS, { unit: '片', packUnits: PACK_UNITS });
  await stage.restock(stage.pharmacies, shelfOf([TABLETS]));
  return stage;
};

/** A patient with so many tablets on the prescription stands at the counter. */
const patientFor = async (stage: Stage, pharmacy: PharmacyAgency, quantity: number) => {
  const rx = await prescribe(stage, { lines: [{ drugCode: TABLETS, quantity }] });
  const counter = counterOf(stage, pharmacy, rx, await claim(stage, pharmacy, rx));
  await counter.approve();
  return {
    rx,
    counter,
    take: (traceCode: string, units = quantity) => counter.dispense([sold(1, quantity, { opened: [{ traceCode, quantity: units }] })]),
  };
};

/** Once armed, the process dies when the tablets are kept and the sale is not written yet. */
const deathBeforeTheSale = () => {
  let isArmed = false;
  return {
    arm: (): void => {
      isArmed = true;
    },
    wrapRuntime: (runtime: Runtime): Runtime => ({
      ...runtime,
      execute: (aggregate, ...rest) => {
        if (!isArmed || aggregate.name !== 'prescription') return runtime.execute(aggregate, ...rest);
        isArmed = false;
        throw new Error('the process died');
      },
    }),
  };
};

it('10: one pack serves three patients under one trace code, and a fourth only with what is left', async () => {
  const stage = await openTown();
  const code = pack();
  for (const quantity of [10, 7, 5]) {
    const { rx, take } = await patientFor(stage, stage.baotu, quantity);
    expect((await take(code)).status).toBe(200);
    await collect(stage, stage.baotu, rx);
    expect(stage.statusOf(rx.id)).toBe('COMPLETED');
  }
  expect(stage.eventsOf(`trace-code#${code}`).filter((type) => type === 'PortionSold')).toHaveLength(3);

  const { rx, counter, take } = await patientFor(stage, stage.baotu, 3);
  expect(await take(code)).toMatchObject({ status: 409, body: { code: 'opened-pack-short', remaining: 2 } });
  const another = pack();
  const mixed = [
    { traceCode: code, quantity: 2 },
    { traceCode: another, quantity: 1 },
  ];
  expect((await counter.dispense([sold(1, 3, { opened: mixed })])).status).toBe(200);
  await collect(stage, stage.baotu, rx);
  await stage.rest();
});

it('10: whole packs and tablets of an opened one make up a line', async () => {
  const stage = await openTown();
  const { rx, counter } = await patientFor(stage, stage.baotu, PACK_UNITS + 4);
  const opened = [{ traceCode: pack(), quantity: 4 }];
  expect(await counter.dispense([sold(1, PACK_UNITS + 4, { opened })])).toMatchObject({
    body: { code: 'trace-codes-incomplete', line: 1 },
  });
  expect((await counter.dispense([sold(1, PACK_UNITS + 4, { traceCodes: [pack()], opened })])).status).toBe(200);
  await collect(stage, stage.baotu, rx);
  await stage.rest();
});

it('10: an opened pack is worth nothing elsewhere, nor whole', async () => {
  const stage = await openTown();
  const code = pack();
  const first = await patientFor(stage, stage.baotu, 1);
  await first.take(code);
  await collect(stage, stage.baotu, first.rx);

  const elsewhere = await patientFor(stage, stage.daming, 1);
  expect(await elsewhere.take(code)).toMatchObject({ status: 409, body: { code: 'trace-code-already-sold' } });
  const whole = await patientFor(stage, stage.baotu, PACK_UNITS);
  const asWhole = () => whole.counter.dispense([sold(1, PACK_UNITS, { traceCodes: [code] })]);
  expect(await asWhole()).toMatchObject({ status: 409, body: { code: 'trace-code-already-sold' } });
  await elsewhere.counter.release();
  await whole.counter.release();
  await stage.rest();
});

it('10: tablets that were not collected do not go back into their pack', async () => {
  const stage = await openTown();
  const code = pack();
  const { counter, take, rx } = await patientFor(stage, stage.baotu, 20);
  await take(code);
  await stage.settle();
  expect((await counter.reverse()).status).toBe(200);
  await stage.settle();

  const next = await patientFor(stage, stage.baotu, 5);
  expect(await next.take(code)).toMatchObject({ status: 409, body: { code: 'opened-pack-short', remaining: 4 } });
  expect((await next.take(pack())).status).toBe(200);
  await collect(stage, stage.baotu, next.rx);
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe('RETURNED');
});

it('10: two patients reach for the last tablets at once, and one of them gets them', async () => {
  const stage = await openTown();
  const code = pack();
  const [one, other] = [await patientFor(stage, stage.baotu, 13), await patientFor(stage, stage.baotu, 13)];
  const replies = await Promise.all([one.take(code), other.take(code)]);
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  const winner = replies[0]?.status === 200 ? one : other;
  const loser = winner === one ? other : one;
  expect((await loser.take(pack())).status).toBe(200);
  for (const { rx } of [winner, loser]) await collect(stage, stage.baotu, rx);
  await stage.rest();
});

it('10: a process that dies between tablets and sale takes them once, when its request comes again', async () => {
  const { arm, wrapRuntime } = deathBeforeTheSale();
  const stage = await openTown({ wrapRuntime });
  const code = pack();
  const { rx, counter } = await patientFor(stage, stage.baotu, 20);
  const sell = () => counter.dispense([sold(1, 20, { opened: [{ traceCode: code, quantity: 20 }] })], { key: 'once' });
  arm();
  expect((await sell()).status).toBe(500);
  expect(stage.eventsOf(`trace-code#${code}`)).toEqual(['PortionReserved']);
  expect((await sell()).status).toBe(200);
  await collect(stage, stage.baotu, rx);
  expect(stage.eventsOf(`trace-code#${code}`)).toEqual(['PortionReserved', 'PortionSold']);

  const next = await patientFor(stage, stage.baotu, 4);
  expect((await next.take(code)).status).toBe(200);
  await collect(stage, stage.baotu, next.rx);
  await stage.rest();
});

it('10: what a request that died had kept is free again, also when a sale of the same fill was taken back', async () => {
  const { arm, wrapRuntime } = deathBeforeTheSale();
  const stage = await openTown({ wrapRuntime });
  const code = pack();
  const { rx, counter, take } = await patientFor(stage, stage.baotu, 20);
  arm();
  expect((await take(code)).status).toBe(500);
  expect((await counter.dispense([sold(1, 3, { opened: [{ traceCode: code, quantity: 3 }] })])).status).toBe(200);
  expect((await counter.reverse()).status).toBe(200);
  await stage.passUntil(addMs(stage.clock.now(), RESERVATION_MS));
  expect(stage.statusOf(rx.id)).toBe('RETURNED');

  const next = await patientFor(stage, stage.baotu, PACK_UNITS - 3);
  expect((await next.take(code)).status).toBe(200);
  await collect(stage, stage.baotu, next.rx);
  await stage.rest();
});
