import { pharmacyExample } from '../../functions/directory/routes/examples.ts';
import type { Names } from '../../infra/contract/placeholders.ts';
import { createClient } from '../../infra/local/sandbox/client.ts';
import { reviewOf, signaturesOf, submissionOf } from '../../infra/local/sandbox/prescription.ts';
import type { DemoPharmacy } from '../../infra/local/sandbox/setup.ts';
import type { WholeRegion } from '../support/whole-region.ts';

/** Something that a request can be about, as far as it has come. */
export interface Reached {
  readonly names: Names;
  readonly pharmacy?: DemoPharmacy;
  /** An agency that plays no part, with its key. */
  readonly apiKey?: string;
  /** Bodies that can be sent now, by operation: signed, counted, and with codes that only its parties know. */
  readonly ready: Readonly<Record<string, unknown>>;
}

/** Every state in which a request could meet a prescription, each a way to get there; and an agency that nobody needs. */
export const statesOf = ({ world, cast, platformKey, offered, claimed, approved, addPartner }: WholeRegion) => {
  const { hospital, patientApp } = cast;
  const ward = createClient(world.baseUrl, hospital.apiKey);
  const step = async (prescriptionId: string, name: string, body: unknown): Promise<void> => {
    await ward.must('POST', `/v1/prescriptions/${prescriptionId}/${name}`, { body });
  };
  const filed = async (number: string) => {
    const demo = { number, prescribedAt: world.clock.now() };
    const { prescriptionId } = await ward.must('POST', '/v1/prescriptions', { body: submissionOf(hospital, demo) });
    return { names: { prescriptionId: String(prescriptionId) }, prescriptionId: String(prescriptionId), demo };
  };
  const rejection = { ...reviewOf(hospital), outcome: 'rejected', reasonCode: 'dose-too-high', severity: 'blocking' };
  const sold = async (number: string) => {
    const { counter, sale, pharmacy, prescriptionId, offerId, patientToken, claimSecret } = await approved(number);
    await counter('POST', 'dispense', sale);
    await world.settle();
    return { pharmacy, names: { prescriptionId, offerId, patientToken, claimSecret } };
  };

  return {
    filed: async (number: string): Promise<Reached> => ({ ...(await filed(number)), ready: { reviewPrescription: reviewOf(hospital) } }),
    rejected: async (number: string): Promise<Reached> => {
      const { names, prescriptionId, demo } = await filed(number);
      await step(prescriptionId, 'review', rejection);
      return { names, ready: { revisePrescription: submissionOf(hospital, { ...demo, number: `${number}-2` }) } };
    },
    passed: async (number: string): Promise<Reached> => {
      const { names, prescriptionId, demo } = await filed(number);
      await step(prescriptionId, 'review', reviewOf(hospital));
      return { names, ready: { signPrescription: signaturesOf(hospital, demo) } };
    },
    signed: async (number: string): Promise<Reached> => {
      const { names, prescriptionId, demo } = await filed(number);
      await step(prescriptionId, 'review', reviewOf(hospital));
      await step(prescriptionId, 'sign', signaturesOf(hospital, demo));
      return {
        names,
        ready: { activatePrescription: {}, cancelPrescription: { practitionerId: 'doctor-wang', reason: 'prescribing-error' } },
      };
    },
    offered: async (number: string): Promise<Reached> => {
      const { pharmacy, ...names } = await offered(number);
      return { pharmacy, names, ready: { acceptOffer: undefined, declineOffer: { reason: 'out-of-stock' } } };
    },
    claimed: async (number: string): Promise<Reached> => {
      const { pharmacy, counter: _, ...names } = await claimed(number);
      const { practitionerId: pharmacistId } = pharmacy.pharmacists[0] ?? {};
      const approval = { pharmacistId, opinionCode: 'appropriate' };
      return {
        pharmacy,
        names,
        ready: {
          readDocument: undefined,
          approvePrescription: approval,
          releasePrescription: { reason: 'out-of-stock' },
          doubtPrescription: { pharmacistId, reasonCode: 'dose-too-high' },
        },
      };
    },
    doubted: async (number: string): Promise<Reached> => {
      const prescribedAt = world.clock.now();
      const { pharmacy, counter, ...names } = await claimed(number);
      await counter('POST', 'doubt', { pharmacistId: pharmacy.pharmacists[0]?.practitionerId, reasonCode: 'dose-too-high' });
      return { pharmacy, names, ready: { confirmPrescription: signaturesOf(hospital, { number, prescribedAt }).prescriber } };
    },
    approved: async (number: string): Promise<Reached> => {
      const { pharmacy, counter: _, sale, ...names } = await approved(number);
      return { pharmacy, names, ready: { dispensePrescription: sale } };
    },
    sold: async (number: string): Promise<Reached> => {
      const { pharmacy, names } = await sold(number);
      return {
        pharmacy,
        names,
        ready: { collectPrescription: { patientToken: names.patientToken }, reverseSale: { reason: 'uncollected' } },
      };
    },
    collectible: async (number: string): Promise<Reached> => {
      const { pharmacy, names } = await sold(number);
      const phone = createClient(world.baseUrl, patientApp.apiKey);
      const code = await phone.must('POST', `/v1/prescriptions/${names.prescriptionId}/collect`, {
        body: { patientToken: names.patientToken },
      });
      return { pharmacy, names, ready: { handOverPrescription: { pickupCode: code['pickupCode'], handedOverBy: 'staff-7' } } };
    },
    /** Whoever is suspended here opens no door for anybody else. */
    idle: async (): Promise<Reached> => {
      const { agencyId } = await addPartner('pharmacy');
      return { names: { pharmacyId: agencyId, agencyId }, ready: { suspendAgency: undefined, resumeAgency: undefined } };
    },
    spare: async (number: string): Promise<Reached> => {
      const { agencyId, apiKey } = await addPartner('pharmacy');
      const { keyId } = await createClient(world.baseUrl, platformKey).must('POST', `/v1/agencies/${agencyId}/keys`, { body: {} });
      await world.settle();
      const body = { url: `https://hooks.example.com/${number}` };
      const { endpointId } = await createClient(world.baseUrl, apiKey).must('POST', '/v1/webhook-endpoints', { body });
      const names = { pharmacyId: agencyId, agencyId, keyId: String(keyId), endpointId: String(endpointId) };
      const onEndpoints = {
        readWebhookEndpoint: undefined,
        changeWebhookEndpoint: {},
        deleteWebhookEndpoint: undefined,
        rotateWebhookSecret: {},
        testWebhookEndpoint: undefined,
        listWebhookAttempts: undefined,
      };
      const onAgencies = {
        rotateKey: { overlapMs: 0 },
        revokeKey: undefined,
        renameAgency: { name: '药房', englishName: 'Pharmacy' },
      };
      return { names, apiKey, ready: { ...onEndpoints, ...onAgencies, registerPharmacy: { agencyId, ...pharmacyExample } } };
    },
  };
};
