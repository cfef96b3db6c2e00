import * as z from 'zod/mini';
import { ControlClass, type Drug, Storage } from '../../../events/directory.ts';
import { definePolicy } from '../../../shared/kernel/policy.ts';

const Days = z.int().check(z.gte(1), z.lte(36_500));
const Uri = z.string().check(z.regex(/^\w+:\S+$/), z.maxLength(200));
const Ms = z.int().check(z.gte(1));

/** What the law leaves to time and region. The values of a region stand in `infra/regions`; a decision stores their version. */
export const PrescriptionRules = z.object({
  /** `closed`: a drug that is not in the region's catalogue is refused. */
  catalogue: z.enum(['open', 'closed']),
  /** 处方管理办法 art. 18; the longer one is for 长期处方. */
  validity: z.object({ daysMax: Days, longTermDaysMax: Days }),
  /** 处方管理办法 art. 19 and 长期处方管理规范. `chronicDaysMax` asks for a written reason, more than `longTermUsualDays` also for consent. */
  supply: z.object({
    ordinaryDaysMax: Days,
    emergencyDaysMax: Days,
    chronicDaysMax: Days,
    longTermUsualDays: Days,
    longTermDaysMax: Days,
  }),
  /** 处方管理办法 art. 6: western and Chinese patent drugs; herbal pieces stand alone and need another bound. */
  lines: z.object({ max: z.int(), herbalMax: z.int() }),
  /** Classes that a retail pharmacy may not sell at all (药品管理法), and single drugs the region blocks. */
  circulation: z.object({ excludedClasses: z.array(ControlClass), blockedDrugs: z.array(z.string()) }),
  /** 长期处方管理规范: what may not be on one; `antimicrobialsAllowed` names those for tuberculosis and the like. */
  longTerm: z.object({
    excludedClasses: z.array(ControlClass),
    excludedStorage: z.array(Storage),
    excludesAntimicrobials: z.boolean(),
    antimicrobialsAllowed: z.array(z.string()),
  }),
  /** 互联网诊疗监管细则, 互联网诊疗管理办法 art. 19 and 24, 药品网络销售监督管理办法 art. 8. */
  online: z.object({
    isAllowed: z.boolean(),
    excludedClasses: z.array(ControlClass),
    needsFollowUp: z.boolean(),
    needsAuthNumber: z.boolean(),
    /** Below this age a guardian and a paediatrician must take part. */
    guardedBelowYears: z.int(),
    independentYearsMin: z.int(),
  }),
  /** NHSA notice 2024-10-16: prescriptions of people insured elsewhere are not accepted for now. Prefixes of division codes. */
  insured: z.object({ regions: z.array(z.string().check(z.regex(/^\d{2,6}$/))), acceptsOthers: z.boolean() }),
  /** FHIR messages: whose drug codes and patient identifiers are taken (`Coding.system`, `Identifier.system`); none named, any. */
  fhir: z.object({ drugSystems: z.array(Uri), patientSystems: z.array(Uri) }),
  repeat: z.object({ fillsMax: z.int().check(z.gte(1), z.lte(99)), intervalDaysMin: Days }),
  /** How long the record is kept at least, by class (处方管理办法 art. 50). */
  retention: z.object({ ordinaryDays: Days, specialDays: Days, narcoticDays: Days }),
  /** A claim never outlives this, whatever the routing granted. */
  leaseMaxMs: Ms,
  signatureAgeMaxMs: Ms,
  /** How far a partner's clock may run ahead of ours. */
  clockSkewMs: Ms,
  /** Local days of expiry dates; China has one zone. */
  utcOffsetMinutes: z.int().check(z.gte(-720), z.lte(840)),
});
export type PrescriptionRules = z.infer<typeof PrescriptionRules>;

export const PrescriptionPolicy = definePolicy('prescriptions', PrescriptionRules);

/** How long a prescription with these drugs is kept, in days: the strictest class decides. */
export const retentionDays = (drugs: readonly Pick<Drug, 'controlClass'>[], { retention }: PrescriptionRules): number =>
  Math.max(
    ...drugs.map(({ controlClass }) => {
      if (controlClass === 'narcotic' || controlClass === 'psychotropic-1') return retention.narcoticDays;
      return controlClass === 'toxic' || controlClass === 'psychotropic-2' ? retention.specialDays : retention.ordinaryDays;
    }),
    retention.ordinaryDays,
  );
