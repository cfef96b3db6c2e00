import * as z from 'zod/mini';
import { ReleaseReason } from '../../../events/prescriptions.ts';
import { PatientToken, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { neededWhen, pageLimit, text } from '../../../events/vocabulary/texts.ts';
import { Fen, Quantity, TimeText } from '../../../events/vocabulary/values.ts';
import { PatientChoice } from '../domain/content.ts';
import { PrescriptionDocument } from '../domain/document.ts';
import { TraceCode } from '../domain/pack.ts';
import { TRACE_CODES_MAX } from '../trace-codes.ts';
import { PatientIdentity } from './patient.ts';
import { Status } from './status.ts';

const PractitionerId = text(64);
/** A kebab-case word of the caller's own list; it is stored and passed on, so it never carries free text. */
const Code = z.string().check(z.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/), z.maxLength(60));

/** What rules or a model noticed. It goes with the human's decision. */
const Findings = z.optional(
  z
    .array(z.strictObject({ source: z.enum(['rules', 'ai']), code: Code, severity: z.enum(['info', 'warning', 'blocking']) }))
    .check(z.maxLength(50)),
);

const Choice = z.strictObject(PatientChoice.shape).check(
  z.refine(({ by, pharmacyId }) => by !== 'named' || pharmacyId !== undefined, { path: ['pharmacyId'] }),
  z.refine(({ by, near }) => by !== 'nearest' || near !== undefined, { path: ['near'] }),
  z.meta({ allOf: [neededWhen('by', 'named', 'pharmacyId'), neededWhen('by', 'nearest', 'near')] }),
);

/** `documentHash` says which version was signed; the text that the key signs stands in the guide. */
export const SignatureBody = z.strictObject({
  practitionerId: PractitionerId,
  documentHash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  signedAt: TimeText,
  signature: text(120),
});
export type SignatureBody = z.infer<typeof SignatureBody>;

const Signatures = z.strictObject({ prescriber: SignatureBody, pharmacist: z.optional(SignatureBody) });

export const ReviewBody = z
  .strictObject({
    pharmacistId: PractitionerId,
    outcome: z.enum(['passed', 'rejected']),
    reasonCode: z.optional(Code),
    severity: z.optional(z.enum(['warning', 'blocking'])),
    findings: Findings,
  })
  .check(
    z.refine(({ outcome, reasonCode }) => outcome === 'passed' || reasonCode !== undefined, { path: ['reasonCode'] }),
    z.refine(({ outcome, severity }) => outcome === 'passed' || severity !== undefined, { path: ['severity'] }),
    z.meta(neededWhen('outcome', 'rejected', 'reasonCode', 'severity')),
  );
export type ReviewBody = z.infer<typeof ReviewBody>;

export const SignBody = z.strictObject({ ...Signatures.shape, overrideReason: z.optional(Code) });
export type SignBody = z.infer<typeof SignBody>;

/** With `review` and `signatures` the prescription is active at once, or nothing is stored. */
export const SubmitBody = z.strictObject({
  prescription: PrescriptionDocument,
  patient: PatientIdentity,
  choice: z.optional(Choice),
  review: z.optional(ReviewBody),
  signatures: z.optional(Signatures),
});
export type SubmitBody = z.infer<typeof SubmitBody>;

export const ReviseBody = z.strictObject({ prescription: PrescriptionDocument, patient: PatientIdentity, choice: z.optional(Choice) });

export const EmptyBody = z.strictObject({});
export const CancelBody = z.strictObject({ practitionerId: PractitionerId, reason: Code });

export const ApproveBody = z.strictObject({ pharmacistId: PractitionerId, opinionCode: Code, findings: Findings });
export const DoubtBody = z.strictObject({ pharmacistId: PractitionerId, reasonCode: Code, findings: Findings });
/** Only the platform ends a claim for its lease. */
export const ReleaseBody = z.strictObject({ reason: z.enum(ReleaseReason.options.filter((reason) => reason !== 'lease-lapsed')) });
export const ReverseSaleBody = z.strictObject({ reason: Code });

const SaleLineBody = z.strictObject({
  line: z.int().check(z.gte(1), z.lte(100)),
  quantity: Quantity,
  unitPriceFen: Fen,
  /** One for each whole pack; `opened` for what came out of packs that are sold by the piece (拆零). */
  traceCodes: z.array(TraceCode).check(z.maxLength(TRACE_CODES_MAX)),
  opened: z.optional(z.array(z.strictObject({ traceCode: TraceCode, quantity: Quantity })).check(z.maxLength(TRACE_CODES_MAX))),
  lotNumber: text(40),
  expiresOn: z.iso.date(),
});

export const DispenseBody = z
  .strictObject({
    dispenserId: PractitionerId,
    checkerId: PractitionerId,
    lines: z.array(SaleLineBody).check(z.minLength(1), z.maxLength(100)),
    payment: z.strictObject({ payMode: z.union([z.literal(1), z.literal(2), z.literal(3)]), receiptNumber: text(40), paidFen: Fen }),
    /** Nothing more will follow, even when something is owing (欠药). */
    isFinal: z.optional(z.boolean()),
  })
  .check(
    z.refine(
      ({ lines }) => lines.reduce((sum, { traceCodes, opened = [] }) => sum + traceCodes.length + opened.length, 0) <= TRACE_CODES_MAX,
      {
        path: ['lines'],
      },
    ),
  );

export const PrescriptionParams = z.object({ id: PrescriptionId });

/** A patient app names the patient for whom it acts. */
export const PatientQuery = z.object({ patientToken: z.optional(PatientToken) });

export const LIST_ROWS_MAX = 100;
export const ListQuery = z.object({
  limit: z.optional(pageLimit(LIST_ROWS_MAX)),
  cursor: z.optional(text(120)),
  status: z.optional(Status),
  patientToken: z.optional(PatientToken),
  /** For the platform: the UTC day of the creation; today when absent. */
  day: z.optional(z.iso.date()),
});

export const WriteHeaders = z.object({ 'if-match': z.optional(text(64)) });
export const PharmacyHeaders = z.object({ 'if-match': z.optional(text(64)), 'claim-secret': z.optional(text(256)) });
