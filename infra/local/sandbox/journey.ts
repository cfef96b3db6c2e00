import { type ApiClient, type BaseUrl, createClient, textOf } from './client.ts';
import { completeSubmissionOf, type DemoPrescription, dispenseOf, reviewOf, signaturesOf, submissionOf } from './prescription.ts';
import type { WebhookReceivers } from './receiver.ts';
import type { DemoCast, DemoPharmacy } from './setup.ts';

export interface JourneyOptions {
  readonly baseUrl: BaseUrl;
  readonly cast: DemoCast;
  readonly receivers: WebhookReceivers;
  /** The hospital's own number; makes every Idempotency-Key of the journey. */
  readonly number: string;
  readonly prescribedAt: string;
  /** Review, signatures and activation in the first call. @default step by step */
  readonly isOneCall?: boolean;
  /** Called when a step has held. */
  readonly onStep?: (step: string) => void;
  /** How long a webhook may take. */
  readonly patienceMs?: number;
}

export interface Journey {
  readonly prescriptionId: string;
  readonly pharmacyId: string;
  /** From sending the request that made it active to the first offer's webhook at a pharmacy. */
  readonly offeredAfterMs: number;
}

const UNIT_PRICE_FEN = 980;

/** The main job as the partners' own systems would do it: over HTTP, by webhook, repeating what stayed unanswered. Throws when a step fails. */
export const playJourney = async (options: JourneyOptions): Promise<Journey> => {
  return completeJourney(options, await prescribe(options));
};

/** What follows a prescription that is active: the pharmacy's part and the patient's, to the hand-over. */
export const completeJourney = async (options: JourneyOptions, { prescriptionId, activatedAt }: Prescribed): Promise<Journey> => {
  const { cast, receivers, number, onStep = () => {}, patienceMs } = options;
  const offer = await receivers.waitFor({ type: 'offer.made.v1', prescriptionId }, patienceMs);
  onStep('offered by signed webhook');
  const pharmacy = pharmacyOf(cast, offer.receiver);
  const counter = createClient(options.baseUrl, pharmacy.apiKey);
  const accepted = await counter.must('POST', `/v1/offers/${String(offer.data['offerId'])}/accept`, { key: `${number}-accept` });
  onStep('accepted by the first pharmacy');

  await supply({ counter, pharmacy, prescriptionId, claimSecret: textOf(accepted, 'claimSecret') }, options);
  await handOver(counter, options, prescriptionId);
  return { prescriptionId, pharmacyId: pharmacy.agencyId, offeredAfterMs: offer.receivedAt - activatedAt };
};

const pharmacyOf = ({ pharmacies }: DemoCast, slug: string): DemoPharmacy => {
  const pharmacy = pharmacies.find((candidate) => candidate.slug === slug);
  if (pharmacy === undefined) throw new Error('an offer came to a receiver that is no pharmacy');
  return pharmacy;
};

interface Prescribed {
  readonly prescriptionId: string;
  /** When the request that made it active was sent. */
  readonly activatedAt: number;
}

const prescribe = async (options: JourneyOptions): Promise<Prescribed> => {
  const { baseUrl, cast, number, prescribedAt, isOneCall = false, onStep = () => {} } = options;
  const ward = createClient(baseUrl, cast.hospital.apiKey);
  const demo: DemoPrescription = { number, prescribedAt };
  const body = isOneCall ? completeSubmissionOf(cast.hospital, demo) : submissionOf(cast.hospital, demo);
  const submittedAt = performance.now();
  const submitted = await ward.must('POST', '/v1/prescriptions', { body, key: `${number}-submit` });
  const prescriptionId = textOf(submitted, 'prescriptionId');
  onStep('submitted');
  if (isOneCall) return { prescriptionId, activatedAt: submittedAt };
  const step = (name: string, stepBody: unknown) =>
    ward.must('POST', `/v1/prescriptions/${prescriptionId}/${name}`, { body: stepBody, key: `${number}-${name}` });
  await step('review', reviewOf(cast.hospital));
  onStep('reviewed by the hospital’s pharmacist');
  await step('sign', signaturesOf(cast.hospital, demo));
  onStep('signed by doctor and pharmacist');
  const activatedAt = performance.now();
  await step('activate', {});
  onStep('activated');
  return { prescriptionId, activatedAt };
};

interface Claim {
  readonly counter: ApiClient;
  readonly pharmacy: DemoPharmacy;
  readonly prescriptionId: string;
  readonly claimSecret: string;
}

const supply = async (
  { counter, pharmacy, prescriptionId, claimSecret }: Claim,
  { number, onStep = () => {} }: JourneyOptions,
): Promise<void> => {
  const path = `/v1/prescriptions/${prescriptionId}`;
  const headers = { 'claim-secret': claimSecret };
  await counter.must('GET', `${path}/document`, { headers });
  onStep('document read under the claim secret');
  const approval = { pharmacistId: pharmacy.pharmacists[0]?.practitionerId, opinionCode: 'appropriate' };
  await counter.must('POST', `${path}/approve`, { headers, key: `${number}-approve`, body: approval });
  onStep('approved by the pharmacy’s pharmacist');
  await counter.must('POST', `${path}/dispense`, {
    headers,
    key: `${number}-dispense`,
    body: dispenseOf(pharmacy.pharmacists, number, UNIT_PRICE_FEN),
  });
  onStep('dispensed with trace codes');
};

const handOver = async (
  counter: ApiClient,
  { baseUrl, cast, receivers, number, onStep = () => {}, patienceMs }: JourneyOptions,
  prescriptionId: string,
): Promise<void> => {
  const ready = await receivers.waitFor({ type: 'pickup.ready.v1', prescriptionId, receiver: cast.patientApp.slug }, patienceMs);
  const phone = createClient(baseUrl, cast.patientApp.apiKey);
  const path = `/v1/prescriptions/${prescriptionId}`;
  const code = await phone.must('POST', `${path}/collect`, {
    body: { patientToken: ready.data['patientToken'] },
    key: `${number}-collect`,
  });
  onStep('pick-up code on the patient’s phone');
  await counter.must('POST', `${path}/hand-over`, {
    key: `${number}-hand-over`,
    body: { pickupCode: textOf(code, 'pickupCode'), handedOverBy: 'counter-1' },
  });
  onStep('picked up');
  await receivers.waitFor({ type: 'prescription.completed.v1', prescriptionId }, patienceMs);
  onStep('completed');
};
