import { jinanDrugs } from '../../../functions/directory/catalogue/jinan-drugs.ts';
import { seedCatalogue } from '../../../functions/directory/seed.ts';
import { createAuthorizer } from '../../../functions/partners/authorizer.ts';
import { bootstrapPlatform } from '../../../functions/partners/bootstrap.ts';
import { withLoopbackReceivers } from '../../../functions/partners/loopback.ts';
import { createEngineOn, type EngineOptions } from '../../../infra/local/engine.ts';
import { demoDesignation, demoPharmacies, demoPharmacyRegistration } from '../../../infra/local/sandbox/cast.ts';
import type { StoreNeeds } from '../../../infra/local/store.ts';
import { contexts } from '../../../infra/regions/contexts.ts';
import { jinan } from '../../../infra/regions/jinan.ts';
import type { Clock } from '../../../shared/kernel/time.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { createEdge, type Reply, type Request } from './edge.ts';
import type { Beginning } from './memory/store.ts';
import { type Signer, signerOf } from './signer.ts';
import { STORES, type WatchedStore } from './stores.ts';

export const DRUG_CODES = ['JN-XY-0001', 'JN-XY-0002'] as const;
/** What is prescribed of them: a box, and four tablets. */
export const QUANTITIES = [1, 4] as const;
/** Tablets in a pack of the second drug, which may be opened (拆零). */
export const PACK_UNITS = 3;
/** What the region's catalogue says of them. */
export const CATALOGUE = jinanDrugs
  .filter(({ drugCode }) => DRUG_CODES.some((code) => code === drugCode))
  .map((drug) => (drug.drugCode === DRUG_CODES[1] ? { ...drug, packUnits: PACK_UNITS } : drug));
export const UNIT_PRICE_FEN = 900;
/** The lots on the shelves; the last one may be recalled. */
export const RECALLED_LOT = 'L-3';
export const LOTS = ['L-1', 'L-2', RECALLED_LOT] as const;

export interface Agency {
  readonly name: string;
  readonly agencyId: string;
  readonly apiKey: string;
}
export interface ToldAgency extends Agency {
  readonly endpointSecret: string;
}
export interface PharmacyAgency extends ToldAgency {
  readonly staff: readonly [Signer, Signer];
}
export interface Cast {
  readonly platform: Agency;
  readonly hospital: ToldAgency;
  readonly patientApp: ToldAgency;
  readonly pharmacies: readonly PharmacyAgency[];
}
export const doctor = signerOf('doctor');
export const reviewer = signerOf('reviewer');

/** A region just set up: each history begins with it. */
export interface Template {
  readonly cast: Cast;
  readonly beginning: Beginning;
}

export const masterKey = Buffer.alloc(32, 7);
export const policies = withLoopbackReceivers(jinan.policies);

type Rig = Partial<EngineOptions> & { readonly clock: Clock };

export const openEngine = (openStore: (needs: StoreNeeds) => WatchedStore, rig: Rig) =>
  createEngineOn(openStore, {
    region: 'jinan',
    contexts,
    policies,
    masterKey,
    post: async () => ({ kind: 'answered', status: 204 }),
    log: { info: () => {}, failure: () => {}, count: () => {} },
    ...rig,
  });
export type SimulatedEngine = ReturnType<typeof openEngine>;

const licence = { validFrom: '2020-01-01T00:00:00+08:00', validUntil: '2036-01-01T00:00:00+08:00' };
/** Who a person is, under a licence that outlasts every history. */
export const licenceOf = (kind: 'doctor' | 'pharmacist', { practitionerId, publicKey }: Signer) => ({
  practitionerId,
  kind,
  licence: { number: `LIC-${practitionerId}`, ...licence },
  independentSince: '2015-01-01T00:00:00+08:00',
  isPaediatric: false,
  publicKey,
});

export const stockBody = (version: number, quantity = 1_000) => ({
  version,
  items: DRUG_CODES.map((drugCode) => ({ drugCode, quantity, unitPriceFen: UNIT_PRICE_FEN })),
});

/** What each subscribes to: `most` for a story to look at, `some` to show as much of delivery with two thirds of the webhooks. */
const SUBSCRIBED = {
  some: {
    hospital: ['prescription.*', 'routing.*'],
    'patient-app': ['prescription.completed.v1', 'prescription.cancelled.v1', 'pickup.*'],
    pharmacy: ['offer.*', 'pickup.*'],
  },
  most: { hospital: ['prescription.*', 'routing.*'], 'patient-app': ['prescription.*', 'pickup.*'], pharmacy: ['*'] },
} as const;
export type Subscribed = keyof typeof SUBSCRIBED;

interface Registration {
  readonly name: string;
  readonly role: 'hospital' | 'pharmacy' | 'patient-app';
  readonly practitioners?: readonly unknown[];
}

/** Registers everyone over the API, once per process. */
const setUp = async (engine: SimulatedEngine, clock: Clock, subscribed: Subscribed): Promise<Cast> => {
  const { agencyId, apiKey } = await bootstrapPlatform(engine.runtime);
  const platform = { name: 'platform', agencyId, apiKey };
  await seedCatalogue(engine.runtime, CATALOGUE);
  const send = createEdge(engine, createAuthorizer(engine.runtime), clock);
  let keys = 0;
  const must = async (agency: Agency, request: Pick<Request, 'method' | 'route' | 'body'> & Partial<Request>): Promise<Reply['body']> => {
    keys += 1;
    const reply = await send({ params: {}, key: `setup-${keys}`, agencyId: agency.agencyId, apiKey: agency.apiKey, ...request });
    if (reply.status >= 300) throw new Error(`${request.method} ${request.route}: ${JSON.stringify(reply)}`);
    while ((await engine.stepProjector()) > 0);
    return reply.body;
  };
  const register = async ({ name, ...body }: Registration): Promise<ToldAgency> => {
    const registered = await must(platform, { method: 'POST', route: '/v1/agencies', body: { ...body, name, englishName: name } });
    const id = String(registered['agencyId']);
    const key = await must(platform, { method: 'POST', route: '/v1/agencies/{agencyId}/keys', params: { agencyId: id }, body: {} });
    const agency = { name, agencyId: id, apiKey: String(key['apiKey']) };
    const url = `http://127.0.0.1:9/${name}`;
    const endpoint = await must(agency, {
      method: 'POST',
      route: '/v1/webhook-endpoints',
      body: { url, events: SUBSCRIBED[subscribed][body.role] },
    });
    return { ...agency, endpointSecret: String(endpoint['secret']) };
  };
  const hospital = await register({
    name: 'hospital',
    role: 'hospital',
    practitioners: [licenceOf('doctor', doctor), licenceOf('pharmacist', reviewer)],
  });
  const patientApp = await register({ name: 'app', role: 'patient-app' });
  const pharmacies: PharmacyAgency[] = [];
  for (const demo of demoPharmacies.slice(0, 3)) {
    const staff = [signerOf(`${demo.slug}-pharmacist`), signerOf(`${demo.slug}-checker`)] as const;
    const practitioners = staff.map((one) => licenceOf('pharmacist', one));
    const agency = await register({ name: demo.slug, role: 'pharmacy', practitioners });
    await must(platform, { method: 'POST', route: '/v1/pharmacies', body: demoPharmacyRegistration(agency.agencyId, demo) });
    await must(platform, {
      method: 'POST',
      route: '/v1/pharmacies/{id}/designation',
      params: { id: agency.agencyId },
      body: demoDesignation,
    });
    await must(agency, { method: 'PUT', route: '/v1/stock', body: stockBody(1) });
    pharmacies.push({ ...agency, staff });
  }
  return { platform, hospital, patientApp, pharmacies };
};

const build = async (subscribed: Subscribed): Promise<Template> => {
  const clock = createVirtualClock();
  const engine = openEngine(STORES.memory, { clock });
  const cast = await setUp(engine, clock, subscribed);
  while ((await engine.stepRelay()) > 0);
  for (const inbox of engine.inboxes) {
    for (const delivery of await engine.inbox.receive(inbox, 1_000)) await engine.handle(delivery);
  }
  if (engine.store.waiting().length > 0) throw new Error('a region just set up has something left to do');
  const commits = (await engine.journal.read(0, COMMITS_MAX)).map(({ commit }) => commit);
  return { cast, beginning: { commits, rows: engine.store.rows() } };
};

const COMMITS_MAX = 1_000;

const built = new Map<Subscribed, Promise<Template>>();
export const template = (subscribed: Subscribed = 'some'): Promise<Template> => {
  const known = built.get(subscribed) ?? build(subscribed);
  built.set(subscribed, known);
  return known;
};
