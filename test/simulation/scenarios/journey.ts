import type { Reply } from '../world/edge.ts';
import { signatureBy } from '../world/signer.ts';
import { DRUG_CODES, doctor, type PharmacyAgency, reviewer, UNIT_PRICE_FEN } from '../world/template.ts';
import type { Stage } from './stage.ts';

export interface WrittenLine {
  readonly drugCode: string;
  readonly quantity: number;
}

interface Writing {
  readonly lines?: readonly WrittenLine[];
  readonly choice?: object;
  /** Members of the document beside the usual ones. */
  readonly over?: object;
  readonly key?: string;
}

/** A prescription of the story. */
export interface Rx {
  readonly id: string;
  readonly patientToken: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly body: object;
  readonly validUntil: string;
}

let numbers = 0;

/** What the hospital sends: reviewed, signed twice, whole. */
export const written = (stage: Stage, { lines, choice, over }: Writing = {}) => {
  numbers += 1;
  const prescribedAt = stage.clock.now();
  const document = {
    hospitalRxNumber: `STORY-${numbers}`,
    channel: 'in-person',
    prescribedAt,
    validDays: 3,
    prescriberId: doctor.practitionerId,
    isFirstVisit: false,
    patient: { ageYears: 46, sex: 'female' },
    diagnoses: [{ code: 'E11.900', name: '2型糖尿病' }],
    supply: { basis: 'ordinary' },
    lines: (lines ?? [{ drugCode: DRUG_CODES[0], quantity: 2 }]).map((line) => ({
      ...line,
      supplyDays: 7,
      dose: '0.5 g',
      route: 'oral',
      frequency: 'bid',
    })),
    ...over,
  };
  return {
    prescription: document,
    patient: { name: '测试患者', idNumber: `37010219900101${String(numbers).padStart(4, '0')}`, phone: '13900001000' },
    choice: choice ?? { by: 'cheapest' },
    review: { pharmacistId: reviewer.practitionerId, outcome: 'passed' },
    signatures: {
      prescriber: signatureBy(doctor, 'prescriber', document, prescribedAt),
      pharmacist: signatureBy(reviewer, 'pharmacist', document, prescribedAt),
    },
  };
};

/** The hospital files it, and what follows at once has happened. */
export const prescribe = async (stage: Stage, writing: Writing = {}): Promise<Rx> => {
  const body = written(stage, writing);
  const answer = await stage.must(stage.hospital, 'POST /v1/prescriptions', { body });
  await stage.settle();
  const { prescriptionId: id, patientToken, validUntil } = answer;
  return { id: String(id), patientToken: String(patientToken), validUntil: String(validUntil), document: body.prescription, body };
};

/** The offer that the pharmacy has for it, if any. */
export const offerOf = async (stage: Stage, pharmacy: PharmacyAgency, { id }: Rx): Promise<string | undefined> => {
  const { items } = await stage.must(pharmacy, 'GET /v1/offers');
  const mine = Array.isArray(items) ? items.find(({ prescriptionId }) => prescriptionId === id) : undefined;
  return mine === undefined ? undefined : String(mine.offerId);
};

const secretIn = ({ claimSecret }: Reply['body']): string => String(claimSecret);

/** The pharmacy accepts its offer, and its claim is known everywhere. Answers the claim secret. */
export const claim = async (stage: Stage, pharmacy: PharmacyAgency, rx: Rx): Promise<string> => {
  const offerId = await offerOf(stage, pharmacy, rx);
  const secret = secretIn(await stage.must(pharmacy, `POST /v1/offers/${offerId}/accept`));
  await stage.settle();
  return secret;
};

/** What the pharmacy does with the prescription that it holds. */
export const counterOf = (stage: Stage, pharmacy: PharmacyAgency, { id }: Rx, secret: string | undefined) => {
  const [pharmacist, checker] = pharmacy.staff;
  const step = (name: string, body: unknown, key?: string) =>
    stage.ask(pharmacy, `POST /v1/prescriptions/${id}/${name}`, { body, secret, ...(key === undefined ? {} : { key }) });
  return {
    approve: (pharmacistId = pharmacist.practitionerId) => step('approve', { pharmacistId, opinionCode: 'appropriate' }),
    doubt: () => step('doubt', { pharmacistId: pharmacist.practitionerId, reasonCode: 'dose-too-high' }),
    release: () => step('release', { reason: 'out-of-stock' }),
    dispense: (lines: readonly SoldLine[], { key, checkerId = checker.practitionerId, ...over }: Selling = {}) =>
      step('dispense', { ...saleOf(lines), dispenserId: pharmacist.practitionerId, checkerId, ...over }, key),
    reverse: () => step('reverse-sale', { reason: 'uncollected' }),
    handOver: (pickupCode: string) => step('hand-over', { pickupCode, handedOverBy: 'counter-1' }),
    document: () => stage.ask(pharmacy, `GET /v1/prescriptions/${id}/document`, { secret }),
  };
};

interface Selling {
  readonly key?: string;
  readonly checkerId?: string;
  readonly dispenserId?: string;
  readonly isFinal?: boolean;
  readonly payment?: object;
}
export interface SoldLine {
  readonly line: number;
  readonly quantity: number;
  readonly unitPriceFen: number;
  readonly traceCodes: readonly string[];
  readonly opened?: readonly { readonly traceCode: string; readonly quantity: number }[];
  readonly lotNumber: string;
  readonly expiresOn: string;
}

let packs = 0;
/** Packs from the shelf, each with a code of its own. */
export const pack = (): string => {
  packs += 1;
  return `81${String(packs).padStart(12, '0')}`;
};

export const sold = (line: number, quantity: number, over: Partial<SoldLine> = {}): SoldLine => ({
  line,
  quantity,
  unitPriceFen: UNIT_PRICE_FEN,
  traceCodes: over.opened === undefined ? Array.from({ length: quantity }, pack) : [],
  lotNumber: 'L-1',
  expiresOn: '2035-12-31',
  ...over,
});

let receipts = 0;
const saleOf = (lines: readonly SoldLine[]) => {
  receipts += 1;
  const paidFen = lines.reduce((sum, { quantity, unitPriceFen }) => sum + quantity * unitPriceFen, 0);
  return { lines, payment: { payMode: 1, receiptNumber: `R-${receipts}`, paidFen } };
};

/** The patient comes for it with the code of the app. */
export const collect = async (stage: Stage, pharmacy: PharmacyAgency, rx: Rx): Promise<Reply> => {
  await stage.settle();
  const { pickupCode } = await stage.must(stage.patientApp, `POST /v1/prescriptions/${rx.id}/collect`, {
    body: { patientToken: rx.patientToken },
  });
  const reply = await counterOf(stage, pharmacy, rx, undefined).handOver(String(pickupCode));
  await stage.settle();
  return reply;
};

export const cancel = (stage: Stage, { id }: Rx) =>
  stage.ask(stage.hospital, `POST /v1/prescriptions/${id}/cancel`, {
    body: { practitionerId: doctor.practitionerId, reason: 'prescribing-error' },
  });

/** A prescription as the hospital reads it now. */
export const read = (stage: Stage, { id }: Rx): Promise<Reply['body']> => stage.must(stage.hospital, `GET /v1/prescriptions/${id}`);

/** The same as its list shows it, which is a read model. */
export const listed = async (stage: Stage, { id }: Rx): Promise<string | undefined> => {
  const { items } = await stage.must(stage.hospital, 'GET /v1/prescriptions');
  return Array.isArray(items) ? items.find(({ prescriptionId }) => prescriptionId === id)?.status : undefined;
};
