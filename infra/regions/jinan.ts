import { DAY_MS, HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../../shared/kernel/time.ts';
import { STANDARD_STEPS_MS } from '../../shared/webhook/schedule.ts';
import type { RegionProfile } from './region-profile.ts';

const from = instant('2026-01-01T00:00:00+08:00');

/** Section 1.4 of the law as it stands in Jinan; the names of the rules say where they come from (functions/prescriptions/domain/policy.ts). */
const prescriptionRules = {
  catalogue: 'closed',
  validity: { daysMax: 3, longTermDaysMax: 90 },
  supply: { ordinaryDaysMax: 7, emergencyDaysMax: 3, chronicDaysMax: 30, longTermUsualDays: 28, longTermDaysMax: 84 },
  lines: { max: 5, herbalMax: 40 },
  // No pharmacy in town may sell these (药品管理法).
  circulation: { excludedClasses: ['vaccine', 'blood-product', 'narcotic', 'psychotropic-1', 'radioactive'], blockedDrugs: [] },
  longTerm: {
    excludedClasses: ['toxic', 'radioactive', 'precursor', 'narcotic', 'psychotropic-1', 'psychotropic-2'],
    excludedStorage: ['refrigerated'],
    excludesAntimicrobials: true,
    antimicrobialsAllowed: [],
  },
  online: {
    isAllowed: true,
    excludedClasses: ['vaccine', 'blood-product', 'narcotic', 'psychotropic-1', 'psychotropic-2', 'toxic', 'radioactive', 'precursor'],
    needsFollowUp: true,
    needsAuthNumber: true,
    guardedBelowYears: 6,
    independentYearsMin: 3,
  },
  insured: { regions: ['3701'], acceptsOthers: false },
  // 国家医保药品编码, 居民身份证: neither has an official URI, so the names are ours.
  fhir: { drugSystems: ['urn:sanlian:cn:nhsa-drug-code'], patientSystems: ['urn:sanlian:cn:resident-identity-number'] },
  repeat: { fillsMax: 12, intervalDaysMin: 7 },
  retention: { ordinaryDays: 365, specialDays: 730, narcoticDays: 1095 },
  leaseMaxMs: 24 * HOUR_MS,
  signatureAgeMaxMs: 24 * HOUR_MS,
  clockSkewMs: 5 * MINUTE_MS,
  utcOffsetMinutes: 480,
};

/** 济南: a closed catalogue, national drug codes. */
export const jinan: RegionProfile = {
  region: 'jinan',
  name: { zh: '济南', en: 'Jinan' },
  timeZone: 'Asia/Shanghai',
  aws: { partition: 'aws-cn', region: 'cn-north-1' },
  batchingSeconds: { readers: 1, inboxes: 1 },
  policies: {
    overview: [{ version: 'overview-2026-01', from, rules: { timeZone: 'Asia/Shanghai' } }],
    prescriptions: [{ version: 'prescriptions-2026-01', from, rules: prescriptionRules }],
    routing: [
      {
        version: 'routing-2026-01',
        from,
        rules: {
          waveSize: 3,
          patienceMs: 10 * MINUTE_MS,
          wavesMax: 4,
          roundsMax: 8,
          retry: { firstMs: 30 * MINUTE_MS, timesMax: 6 },
          leaseMs: 2 * HOUR_MS,
          radiusMetres: 10_000,
          radiusMetresMax: 50_000,
          utcOffsetMinutes: 480,
          candidatesMax: 20,
          openingGraceMs: 30 * MINUTE_MS,
          closingMarginMinutes: 10,
          preparation: { baseMinutes: 10, perLineMinutes: 1, decoctionMinutes: 120 },
          defaultChoice: 'soonest',
        },
      },
    ],
    fulfilment: [{ version: 'fulfilment-2026-01', from, rules: { collectDays: 3, codeAttemptsMax: 5, codesMax: 20 } }],
    directory: [{ version: 'directory-2026-01', from, rules: { catalogue: 'closed', stockTtlHours: 24, ownChangesMax: 100 } }],
    partners: [
      {
        version: 'partners-2026-01',
        from,
        rules: {
          receivers: { allowLoopback: false, ports: [443, 8443] },
          endpointsPerAgencyMax: 20,
          attemptTimeoutMs: 15 * SECOND_MS,
          retry: { stepsMs: STANDARD_STEPS_MS, jitter: 0.2, retryAfterMsMax: 24 * HOUR_MS },
          disableAfter: { failures: 20, ms: 5 * DAY_MS },
          secretGraceMs: DAY_MS,
          attemptLogMs: 30 * DAY_MS,
        },
      },
    ],
  },
};
