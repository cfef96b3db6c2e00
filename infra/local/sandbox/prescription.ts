import { demoPatient } from './cast.ts';
import type { DemoHospital } from './setup.ts';
import { documentHashOf, type Signer, signDocument } from './signing.ts';

/** What the demo doctor prescribes: two drugs for a follow-up visit, a week's supply. */
const lines = [
  { drugCode: 'JN-XY-0001', quantity: 1, supplyDays: 7, dose: '0.5 g', route: 'oral', frequency: 'bid' },
  { drugCode: 'JN-XY-0002', quantity: 2, supplyDays: 7, dose: '5 mg', route: 'oral', frequency: 'qd' },
] as const;

export interface DemoPrescription {
  readonly number: string;
  /** ISO 8601. */
  readonly prescribedAt: string;
}

const doctorOf = ({ doctors }: DemoHospital): Signer => signerOf(doctors[0]);
const pharmacistOf = ({ pharmacists }: DemoHospital): Signer => signerOf(pharmacists[0]);
const signerOf = (signer: Signer | undefined): Signer => {
  if (signer === undefined) throw new Error('the demo hospital has no such person');
  return signer;
};

export const documentOf = (hospital: DemoHospital, { number, prescribedAt }: DemoPrescription) => ({
  hospitalRxNumber: number,
  channel: 'in-person',
  prescribedAt,
  validDays: 3,
  prescriberId: doctorOf(hospital).practitionerId,
  isFirstVisit: false,
  patient: { ageYears: 46, sex: 'female' },
  diagnoses: [{ code: 'E11.900', name: '2型糖尿病' }],
  supply: { basis: 'ordinary' },
  lines,
});

/** The body of POST /v1/prescriptions when the hospital goes step by step. */
export const submissionOf = (hospital: DemoHospital, demo: DemoPrescription) => ({
  prescription: documentOf(hospital, demo),
  patient: demoPatient,
  choice: { by: 'nearest', near: { latitude: 36.66, longitude: 117.02 } },
});

export const reviewOf = (hospital: DemoHospital) => ({ pharmacistId: pharmacistOf(hospital).practitionerId, outcome: 'passed' });

export const signaturesOf = (hospital: DemoHospital, demo: DemoPrescription) => {
  const document = documentOf(hospital, demo);
  const documentHash = documentHashOf(document);
  const sign = (signer: Signer, role: 'prescriber' | 'pharmacist') => ({
    documentHash,
    ...signDocument(signer, role, document, demo.prescribedAt),
  });
  return { prescriber: sign(doctorOf(hospital), 'prescriber'), pharmacist: sign(pharmacistOf(hospital), 'pharmacist') };
};

/** The body that carries the review and both signatures: active at once. */
export const completeSubmissionOf = (hospital: DemoHospital, demo: DemoPrescription) => ({
  ...submissionOf(hospital, demo),
  review: reviewOf(hospital),
  signatures: signaturesOf(hospital, demo),
});

/** What a pharmacy sells: every line whole, each pack with a trace code of its own. */
export const dispenseOf = (pharmacists: readonly Signer[], number: string, unitPriceFen: number) => {
  const sold = lines.map(({ quantity }, index) => ({
    line: index + 1,
    quantity,
    unitPriceFen,
    traceCodes: Array.from(
      { length: quantity },
      (_, pack) => `81${number.replaceAll(/\D/g, '').padStart(16, '0').slice(-16)}${index}${pack}`,
    ),
    lotNumber: '20260301',
    expiresOn: '2035-12-31',
  }));
  const paidFen = sold.reduce((sum, { quantity }) => sum + quantity * unitPriceFen, 0);
  return {
    dispenserId: signerOf(pharmacists[0]).practitionerId,
    checkerId: signerOf(pharmacists[1]).practitionerId,
    lines: sold,
    payment: { payMode: 1, receiptNumber: `R-${number}`, paidFen },
  };
};
