import { expect, it } from 'vitest';
import { HOUR_MS } from '../../../shared/kernel/time.ts';
import { claim, collect, counterOf, offerOf, prescribe, read, sold } from './journey.ts';
import { openStage, type Stage } from './stage.ts';

// Section 12, case 27: a pharmacy loses its designation (协议中止) with claims open. It sells nothing more; what it has sold, the
// patient still gets; what it only held goes to others. Open deliveries come with the couriers.

const suspendDesignation = async (stage: Stage): Promise<void> => {
  const body = { action: 'suspend', reason: 'agreement suspended' };
  await stage.must(stage.platform, `POST /v1/pharmacies/${stage.baotu.agencyId}/designation`, { body });
  await stage.settle();
};

it('27: with a claim open, it sells nothing, and the fill goes to another pharmacy when it lets go or its lease ends', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();
  await suspendDesignation(stage);
  expect(await counter.dispense([sold(1, 2)])).toMatchObject({ status: 403, body: { code: 'pharmacy-not-eligible' } });

  await stage.pass(2 * HOUR_MS);
  expect(await offerOf(stage, stage.baotu, rx)).toBeUndefined();
  const next = counterOf(stage, stage.daming, rx, await claim(stage, stage.daming, rx));
  await next.approve();
  expect((await next.dispense([sold(1, 2)])).status).toBe(200);
  await collect(stage, stage.daming, rx);
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe('COMPLETED');
});

it('27: an offer that it has already, it may accept, but the claim is refused and others are asked', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const offerId = await offerOf(stage, stage.baotu, rx);
  await suspendDesignation(stage);
  expect((await stage.ask(stage.baotu, `POST /v1/offers/${offerId}/accept`)).status).toBe(200);
  await stage.settle();
  expect(stage.eventsOf(`prescription#${rx.id}`)).toContain('ClaimRefused');
  expect(await read(stage, rx)).toMatchObject({ status: 'ACTIVE' });
  expect(await offerOf(stage, stage.baotu, rx)).toBeUndefined();
  expect(await offerOf(stage, stage.daming, rx)).toBeDefined();
  await stage.rest();
});

it('27: what it sold before waits for its patient all the same', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();
  await counter.dispense([sold(1, 2)]);
  await suspendDesignation(stage);
  expect((await collect(stage, stage.baotu, rx)).status).toBe(200);
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe('COMPLETED');
});

it('27: what is owing is not supplied any more: the lease closes the fill with what was sold', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await counter.approve();
  await counter.dispense([sold(1, 1)]);
  await suspendDesignation(stage);
  expect(await counter.dispense([sold(1, 1)])).toMatchObject({ status: 403, body: { code: 'pharmacy-not-eligible' } });
  await stage.pass(2 * HOUR_MS);
  expect(await read(stage, rx)).toMatchObject({ status: 'DISPENSED' });
  await collect(stage, stage.baotu, rx);
  expect((await read(stage, rx))['pastFills']).toMatchObject([{ status: 'COMPLETED', dispensed: [1] }]);
  await stage.rest();
});

it('27: suspended as an agency it is locked out, is asked for nothing, and its claim goes to others with its lease', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));
  await stage.must(stage.platform, `POST /v1/agencies/${stage.baotu.agencyId}/suspend`);
  await stage.settle();
  expect(await counter.approve()).toMatchObject({ status: 401 });

  const second = await prescribe(stage);
  await stage.pass(2 * HOUR_MS);
  const asked = (id: string) =>
    stage.region.books.commits
      .filter(({ stream }) => stream === `routing#${id}.1`)
      .flatMap(({ events }) => events.map(Object))
      .filter(({ type }) => type === 'OffersMade')
      .flatMap(({ offers }) => offers.map(({ pharmacyId }: { pharmacyId: string }) => pharmacyId));
  expect(asked(second.id)).not.toContain(stage.baotu.agencyId);
  expect(asked(second.id)).toContain(stage.daming.agencyId);
  expect(await read(stage, rx)).toMatchObject({ status: 'ACTIVE' });
  await stage.must(stage.platform, `POST /v1/agencies/${stage.baotu.agencyId}/resume`);
  await stage.rest();
});
