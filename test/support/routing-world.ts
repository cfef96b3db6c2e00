import { expect } from 'vitest';
import { DrugCatalogue, type Pharmacy, PharmacyDirectory, StockFeed, type StockLevel } from '../../events/directory.ts';
import { routingContext } from '../../functions/routing/context.ts';
import { usualRules } from '../../functions/routing/domain/policy.ts';
import { addMs, DAY_MS, instant } from '../../shared/kernel/time.ts';
import { AMLODIPINE, drug, HOSPITAL, PATIENT, PRESCRIPTION, pharmacy, pharmacyIdOf, stock } from './routing.ts';
import { type CallAnswer, createWorld } from './world.ts';

const rules = { ...usualRules, waveSize: 2, roundsMax: 4 };
const policies = { routing: [{ version: 'routing-test', from: instant('2026-01-01T00:00:00Z'), rules }] };

export const FILL = { prescriptionId: PRESCRIPTION, fill: 1, hospitalId: HOSPITAL, patientToken: PATIENT };

export interface ShownOffer {
  readonly offerId: string;
  readonly [member: string]: unknown;
}

/** The routing alone, with five equal pharmacies of which the first is the cheapest; the other contexts are played by messages. */
export const createRoutingWorld = async () => {
  const world = await createWorld({ contexts: [routingContext], policies });
  const { views, inbox } = world.engine.runtime;
  let told = 0;

  const tell = async (type: string, data: object, id?: string): Promise<void> => {
    told += 1;
    const envelope = {
      id: id ?? `evt_test/${told}`,
      type,
      occurredAt: world.clock.now(),
      correlationId: PRESCRIPTION,
      causationId: 'test',
    };
    await inbox.send('routing', { ...envelope, data });
    await world.settle();
  };
  const activate = (over: object = {}): Promise<void> =>
    tell('prescription.activated.v1', {
      ...FILL,
      validUntil: addMs(world.clock.now(), 3 * DAY_MS),
      lines: [{ drugCode: AMLODIPINE, quantity: 2 }],
      choice: { by: 'cheapest' },
      ...over,
    });

  const publishPharmacy = (number: number, over: Partial<Pharmacy> = {}, version = 1): Promise<void> =>
    views.put([PharmacyDirectory.record({ partition: 'pharmacies', sort: pharmacyIdOf(number) }, version, pharmacy(number, over))]);
  const publishStock = (number: number, over: Partial<StockLevel> = {}, version = 1): Promise<void> => {
    const level = stock(number, { unitPriceFen: 1_000 + number, ...over });
    return views.put([StockFeed.record({ partition: AMLODIPINE, sort: level.pharmacyId }, version, level)]);
  };

  const as = (number: number): string => `pharmacy:${pharmacyIdOf(number)}`;
  const offersOf = async (number: number, query = ''): Promise<readonly ShownOffer[]> =>
    (await world.call('GET', `/v1/offers${query}`, { as: as(number) })).body.items;
  const firstOffer = async (number: number): Promise<string> => (await offersOf(number))[0]?.offerId ?? 'none';
  const accept = (number: number, offerId: string, key?: string): Promise<CallAnswer> =>
    world.call('POST', `/v1/offers/${offerId}/accept`, { as: as(number), ...(key === undefined ? {} : { key }) });
  const decline = (number: number, offerId: string, body: unknown = { reason: 'out-of-stock' }): Promise<CallAnswer> =>
    world.call('POST', `/v1/offers/${offerId}/decline`, { as: as(number), body });
  const choose = (body: object): Promise<CallAnswer> =>
    world.call('POST', `/v1/prescriptions/${PRESCRIPTION}/routing`, {
      as: 'patient-app:ag_app1',
      body: { patientToken: PATIENT, ...body },
    });
  const options = (query = '', token: string = PATIENT): Promise<CallAnswer> =>
    world.call('GET', `/v1/prescriptions/${PRESCRIPTION}/options?patientToken=${token}${query}`, { as: 'patient-app:ag_app1' });
  /** What was decided so far, in order. */
  const decided = async (): Promise<readonly string[]> => {
    const commits = await world.engine.journal.load(`routing#${PRESCRIPTION}.1`);
    return commits.flatMap(({ events }) => events.map((event) => (event as { type: string }).type));
  };
  /** Nothing failed, nothing was parked. */
  const close = async (): Promise<void> => {
    expect(world.logged).toEqual([]);
    expect(world.engine.inbox.parked()).toEqual([]);
    await world.close();
  };

  await views.put([DrugCatalogue.record({ partition: 'drugs', sort: AMLODIPINE }, 1, drug())]);
  for (const number of [1, 2, 3, 4, 5]) {
    await publishPharmacy(number);
    await publishStock(number);
  }
  return {
    ...world,
    tell,
    activate,
    publishPharmacy,
    publishStock,
    as,
    offersOf,
    firstOffer,
    accept,
    decline,
    choose,
    options,
    decided,
    close,
  };
};
export type RoutingWorld = Awaited<ReturnType<typeof createRoutingWorld>>;
