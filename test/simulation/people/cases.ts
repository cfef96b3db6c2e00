import { documentHashOf } from '../../../functions/prescriptions/documents/hash.ts';
import { hashIds } from '../../../shared/adapters/node/ids.ts';
import { addMs, DAY_MS, MINUTE_MS } from '../../../shared/kernel/time.ts';
import { commandIdOf, type Request } from '../world/edge.ts';
import type { Region } from '../world/region.ts';
import { signatureBy } from '../world/signer.ts';
import { DRUG_CODES, doctor, type PharmacyAgency, QUANTITIES, reviewer } from '../world/template.ts';

/** An offer as its pharmacy knows it. */
export interface KnownOffer {
  readonly offerId: string;
  readonly pharmacy: PharmacyAgency;
  readonly fill: number;
  secret?: string;
}

/** One prescription and what its partners know of it. */
export interface Case {
  readonly number: number;
  readonly document: Readonly<Record<string, unknown>>;
  readonly patient: { readonly name: string; readonly idNumber: string; readonly phone: string };
  readonly submission: Request;
  readonly prescriptionId: string;
  readonly patientToken: string;
  readonly documentHash: string;
  readonly offers: Map<string, KnownOffer>;
  readonly codes: string[];
  /** Keys used so far. */
  keys: number;
  /** Its submission was refused for good. */
  isRefused: boolean;
}

const PARTNER_IS_OFF = 0.5;
const SKEWS_MS = [-MINUTE_MS, -MINUTE_MS, MINUTE_MS, MINUTE_MS, -9 * MINUTE_MS, 9 * MINUTE_MS, -DAY_MS];

/** The present on a partner's own clock. */
export const partnersNow = ({ clock, misfortune, tally }: Region): string => {
  const skewMs = misfortune.strikes('skew', PARTNER_IS_OFF) ? (misfortune.of('skew').oneOf(SKEWS_MS) ?? 0) : 0;
  if (skewMs !== 0) tally.count('fault skew-of-a-partner');
  return addMs(clock.now(), skewMs);
};

export const signaturesOf = (document: unknown, at: string) => ({
  prescriber: signatureBy(doctor, 'prescriber', document, at),
  pharmacist: signatureBy(reviewer, 'pharmacist', document, at),
});

const documentOf = (region: Region, number: number) => {
  const isRepeat = region.chance.happens(0.3);
  return {
    hospitalRxNumber: `SIM-${number}`,
    channel: 'in-person',
    prescribedAt: partnersNow(region),
    validDays: isRepeat ? 8 + region.chance.below(20) : 1 + region.chance.below(3),
    prescriberId: doctor.practitionerId,
    isFirstVisit: false,
    patient: { ageYears: 46, sex: 'female' },
    diagnoses: [{ code: 'E11.900', name: '2型糖尿病' }],
    supply: { basis: isRepeat ? 'long-term' : 'ordinary' },
    ...(isRepeat ? { repeat: { fillsMax: 2, minIntervalDays: 7 } } : {}),
    lines: [
      { drugCode: DRUG_CODES[0], quantity: QUANTITIES[0], supplyDays: 7, dose: '0.5 g', route: 'oral', frequency: 'bid' },
      { drugCode: DRUG_CODES[1], quantity: QUANTITIES[1], supplyDays: 7, dose: '5 mg', route: 'oral', frequency: 'qd' },
    ],
  };
};

export const review = { pharmacistId: reviewer.practitionerId, outcome: 'passed' };

/** A patient goes to the doctor. */
export const openCase = (region: Region, number: number): Case => {
  const { cast, chance, engine, books, ledger } = region;
  const document = documentOf(region, number);
  const patient = {
    name: `测试患者${number}号`,
    idNumber: `37010219900101${String(number).padStart(4, '0')}`,
    phone: `1390000${1000 + number}`,
  };
  const secrets = [patient.name, patient.idNumber, patient.phone, '2型糖尿病', '盐酸二甲双胍片'];
  books.secrets.push(...secrets);
  ledger.secrets.push(...secrets);
  const isWhole = chance.happens(0.6);
  const body = {
    prescription: document,
    patient,
    choice: { by: 'nearest', near: { latitude: 36.66, longitude: 117.02 } },
    ...(isWhole ? { review, signatures: signaturesOf(document, document.prescribedAt) } : {}),
  };
  const { agencyId, apiKey } = cast.hospital;
  const submission = { method: 'POST', route: '/v1/prescriptions', params: {}, agencyId, apiKey, key: `case-${number}`, body } as const;
  return {
    number,
    document,
    patient,
    submission,
    prescriptionId: hashIds.derive('rx', commandIdOf(submission)),
    documentHash: documentHashOf(document),
    patientToken: engine.runtime.vault.tokenOf(patient.idNumber),
    offers: new Map(),
    codes: [],
    keys: 0,
    isRefused: false,
  };
};
