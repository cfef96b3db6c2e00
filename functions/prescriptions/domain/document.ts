import * as z from 'zod/mini';
import { text } from '../../../events/vocabulary/texts.ts';
import { DrugCode, Quantity, TimeText } from '../../../events/vocabulary/values.ts';

const count = (min: number, max: number) => z.int().check(z.gte(min), z.lte(max));

/** How long `dose`, `route` and `frequency` may be; what takes more words stands in the note. */
export const DIRECTION_CHARS_MAX = 40;

/** 处方明细 (one drug). Quantity and days are those of one fill. */
const DocumentLine = z.strictObject({
  drugCode: DrugCode,
  quantity: Quantity,
  /** `medcDays` */
  supplyDays: count(1, 366),
  dose: text(DIRECTION_CHARS_MAX),
  route: text(DIRECTION_CHARS_MAX),
  frequency: text(DIRECTION_CHARS_MAX),
  note: z.optional(text(200)),
});

/**
 * 处方 as the prescriber and the hospital's pharmacist sign it. Its RFC 8785 hash stands in the journal; the text itself is sealed
 * in the vault, because it names a diagnosis.
 */
export const PrescriptionDocument = z.strictObject({
  /** `hospRxno` */
  hospitalRxNumber: text(30),
  /** `bizTypeCode`: 01 at the institution, 02 online (互联网医院). */
  channel: z.enum(['in-person', 'online']),
  /** `authNo`: serial of the online identity check. */
  onlineAuthNumber: z.optional(text(40)),
  /** `prscTime` */
  prescribedAt: TimeText,
  /** `valiDays` */
  validDays: count(1, 366),
  prescriberId: text(64),
  /** Doctors of the department who may also cancel or confirm. */
  delegateIds: z.optional(z.array(text(64)).check(z.maxLength(10))),
  /** `fstdiagFlag` 初诊 */
  isFirstVisit: z.boolean(),
  /** Where the earlier diagnosis in person is recorded (复诊). */
  followUpEvidence: z.optional(text(200)),
  /** `mdtrtarea_admvs`: where the patient is insured; absent when not insured. */
  insuredRegion: z.optional(z.string().check(z.regex(/^\d{6}$/))),
  patient: z.strictObject({
    ageYears: count(0, 130),
    sex: z.enum(['male', 'female', 'unknown']),
    weightKg: z.optional(z.number().check(z.gt(0), z.lte(500))),
    pregnancyWeeks: z.optional(count(0, 45)),
    isBreastfeeding: z.optional(z.boolean()),
    allergies: z.optional(z.array(text(100)).check(z.maxLength(20))),
  }),
  isGuardianPresent: z.optional(z.boolean()),
  diagnoses: z.array(z.strictObject({ code: text(20), name: text(200) })).check(z.minLength(1), z.maxLength(10)),
  supply: z.strictObject({
    basis: z.enum(['ordinary', 'emergency', 'chronic', 'long-term']),
    reason: z.optional(text(500)),
    /** 长期处方知情同意 */
    consent: z.optional(z.strictObject({ reference: text(64), signedAt: TimeText })),
  }),
  /** `reptFlag`, `maxReptCnt`, `minInrvDays` */
  repeat: z.optional(z.strictObject({ fillsMax: count(2, 99), minIntervalDays: count(1, 366) })),
  /** The whole formula of herbal pieces (饮片). */
  herbal: z.optional(z.strictObject({ doses: count(1, 100), usage: text(200), instructions: z.optional(text(500)) })),
  lines: z.array(DocumentLine).check(z.minLength(1), z.maxLength(100)),
});
export type PrescriptionDocument = z.infer<typeof PrescriptionDocument>;
