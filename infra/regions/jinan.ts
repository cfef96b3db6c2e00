import { HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../../shared/kernel/time.ts';
import type { RegionProfile } from './region-profile.ts';

const from = instant('2026-01-01T00:00:00+08:00');

/** 济南: a closed catalogue, national drug codes. */
export const jinan: RegionProfile = {
  region: 'jinan',
  name: { zh: '济南', en: 'Jinan' },
  timeZone: 'Asia/Shanghai',
  aws: { partition: 'aws-cn', region: 'cn-north-1' },
  policies: {
    overview: [{ version: 'overview-2026-01', from, rules: { timeZone: 'Asia/Shanghai' } }],
    prescriptions: [{ version: 'prescriptions-2026-01', from, rules: {} }],
    routing: [
      {
        version: 'routing-2026-01',
        from,
        rules: {
          waveSize: 3,
          patienceMs: 10 * MINUTE_MS,
          wavesMax: 4,
          roundsMax: 8,
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
