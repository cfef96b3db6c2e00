import { systemClock } from '../../../shared/adapters/node/clock.ts';
import { epochMs } from '../../../shared/kernel/time.ts';
import { demoDesignation, demoHospital, demoPatientApp, demoPharmacies, demoPharmacyRegistration } from './cast.ts';
import { type ApiClient, type BaseUrl, createClient, textOf } from './client.ts';
import type { WebhookReceivers } from './receiver.ts';
import { createSigner, type Signer } from './signing.ts';

/** What a partner's own system would keep: its id, key, people, and the secret of its webhook endpoint. */
export interface DemoAgency {
  readonly agencyId: string;
  readonly apiKey: string;
  readonly name: string;
  readonly englishName: string;
}
export interface DemoHospital extends DemoAgency {
  readonly doctors: readonly Signer[];
  readonly pharmacists: readonly Signer[];
}
export interface DemoEndpoint {
  /** The receiver's path. */
  readonly slug: string;
  readonly endpointId: string;
  readonly endpointSecret: string;
}
export interface DemoPatientApp extends DemoAgency, DemoEndpoint {}
export interface DemoPharmacy extends DemoAgency, DemoEndpoint {
  readonly pharmacists: readonly Signer[];
}
export interface DemoCast {
  readonly hospital: DemoHospital;
  readonly patientApp: DemoPatientApp;
  readonly pharmacies: readonly DemoPharmacy[];
}

const licence = { validFrom: '2020-01-01T00:00:00+08:00', validUntil: '2036-01-01T00:00:00+08:00' };

const practitionerBody = (kind: 'doctor' | 'pharmacist', { practitionerId, publicKey }: Signer) => ({
  practitionerId,
  kind,
  licence: { number: `LIC-${practitionerId}`, ...licence },
  independentSince: '2015-01-01T00:00:00+08:00',
  isPaediatric: false,
  publicKey,
});

interface Registration {
  readonly role: 'hospital' | 'pharmacy' | 'patient-app';
  readonly name: string;
  readonly englishName: string;
  readonly doctors?: readonly Signer[];
  readonly pharmacists?: readonly Signer[];
}

const register = async (platform: ApiClient, registration: Registration): Promise<DemoAgency> => {
  const { role, name, englishName, doctors = [], pharmacists = [] } = registration;
  const practitioners = [
    ...doctors.map((doctor) => practitionerBody('doctor', doctor)),
    ...pharmacists.map((pharmacist) => practitionerBody('pharmacist', pharmacist)),
  ];
  const agency = await platform.must('POST', '/v1/agencies', {
    body: { role, name, englishName, ...(practitioners.length === 0 ? {} : { practitioners }) },
  });
  const agencyId = textOf(agency, 'agencyId');
  const key = await platform.must('POST', `/v1/agencies/${agencyId}/keys`, { body: { label: 'demo' } });
  return { agencyId, apiKey: textOf(key, 'apiKey'), name, englishName };
};

const STOCK_PER_DRUG = 1_000_000;

/** What a pharmacy has of each drug that its abilities allow, at its own prices. */
const stockOf = (drugs: readonly Drug[], { services, priceFactor }: (typeof demoPharmacies)[number]) => {
  const abilities: readonly string[] = services;
  return drugs
    .filter((drug) => drug.kind !== 'herbal-piece' || abilities.includes('herbal-dispensing'))
    .filter((drug) => drug.storage !== 'refrigerated' || abilities.includes('cold-chain'))
    .map(({ drugCode, priceCapFen }) => ({
      drugCode,
      quantity: STOCK_PER_DRUG,
      unitPriceFen: Math.max(1, Math.round(priceCapFen * priceFactor)),
    }));
};

interface Drug {
  readonly drugCode: string;
  readonly kind: string;
  readonly storage: string;
  readonly priceCapFen: number;
}
const isDrug = (value: unknown): value is Drug =>
  typeof value === 'object' && value !== null && 'drugCode' in value && 'kind' in value && 'storage' in value && 'priceCapFen' in value;

/** The feed's version is the time, so that each sending is newer than the one before. */
const sendStock = (own: ApiClient, drugs: readonly Drug[], demo: (typeof demoPharmacies)[number]) =>
  own.must('PUT', '/v1/stock', { body: { version: epochMs(systemClock.now()), items: stockOf(drugs, demo) } });

const readDrugs = async (anyone: ApiClient): Promise<readonly Drug[]> =>
  itemsOf(await anyone.must('GET', '/v1/drugs?limit=100')).filter(isDrug);

const itemsOf = (page: Readonly<Record<string, unknown>>): readonly unknown[] => (Array.isArray(page['items']) ? page['items'] : []);

interface Stage {
  readonly baseUrl: BaseUrl;
  readonly platform: ApiClient;
  readonly receivers: WebhookReceivers;
}

const setUpPharmacy = async (
  { baseUrl, platform, receivers }: Stage,
  drugs: readonly Drug[],
  demo: (typeof demoPharmacies)[number],
): Promise<DemoPharmacy> => {
  const pharmacists = [createSigner(`${demo.slug}-pharmacist`), createSigner(`${demo.slug}-checker`)];
  const agency = await register(platform, { role: 'pharmacy', name: demo.name, englishName: demo.englishName, pharmacists });
  const own = createClient(baseUrl, agency.apiKey);
  await platform.must('POST', '/v1/pharmacies', { body: demoPharmacyRegistration(agency.agencyId, demo) });
  await platform.must('POST', `/v1/pharmacies/${agency.agencyId}/designation`, { body: demoDesignation });
  await sendStock(own, drugs, demo);
  return { ...agency, ...(await openEndpoint(own, receivers, demo.slug)), pharmacists };
};

const openEndpoint = async (own: ApiClient, receivers: WebhookReceivers, slug: string): Promise<DemoEndpoint> => {
  const endpoint = await own.must('POST', '/v1/webhook-endpoints', { body: { url: receivers.url(slug) } });
  const endpointSecret = textOf(endpoint, 'secret');
  receivers.trust(slug, endpointSecret);
  return { slug, endpointId: textOf(endpoint, 'endpointId'), endpointSecret };
};

const setUpPatientApp = async ({ baseUrl, platform, receivers }: Stage): Promise<DemoPatientApp> => {
  const agency = await register(platform, { role: 'patient-app', ...demoPatientApp });
  return { ...agency, ...(await openEndpoint(createClient(baseUrl, agency.apiKey), receivers, 'patient-app')) };
};

/** Registers all sandbox partners over the API, as a platform's operator would. */
export const setUpCast = async (baseUrl: BaseUrl, platformKey: string, receivers: WebhookReceivers): Promise<DemoCast> => {
  const platform = createClient(baseUrl, platformKey);
  const stage = { baseUrl, platform, receivers };
  const drugs = await readDrugs(platform);
  const doctors = demoHospital.doctors.map(createSigner);
  const hospitalPharmacists = demoHospital.pharmacists.map(createSigner);
  const [hospital, patientApp, ...pharmacies] = await Promise.all([
    register(platform, { role: 'hospital', ...demoHospital, doctors, pharmacists: hospitalPharmacists }),
    setUpPatientApp(stage),
    ...demoPharmacies.map((demo) => setUpPharmacy(stage, drugs, demo)),
  ]);
  return { hospital: { ...hospital, doctors, pharmacists: hospitalPharmacists }, patientApp, pharmacies };
};

/** After a restart: the same agencies, whose receivers now listen on another port. */
export const reviveCast = async (baseUrl: BaseUrl, cast: DemoCast, receivers: WebhookReceivers): Promise<void> => {
  for (const { slug, apiKey, endpointId, endpointSecret } of [cast.patientApp, ...cast.pharmacies]) {
    receivers.trust(slug, endpointSecret);
    await createClient(baseUrl, apiKey).must('PUT', `/v1/webhook-endpoints/${endpointId}`, { body: { url: receivers.url(slug) } });
  }
  await refreshStock(baseUrl, cast);
};

/** What a pharmacy's own system does some times a day: a stock level that is not repeated counts as unknown in the end. */
export const refreshStock = async (baseUrl: BaseUrl, { pharmacies }: DemoCast): Promise<void> => {
  for (const { slug, apiKey } of pharmacies) {
    const own = createClient(baseUrl, apiKey);
    const demo = demoPharmacies.find((candidate) => candidate.slug === slug);
    if (demo !== undefined) await sendStock(own, await readDrugs(own), demo);
  }
};
