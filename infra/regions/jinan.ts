import { instant } from '../../shared/kernel/time.ts';
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
    routing: [{ version: 'routing-2026-01', from, rules: {} }],
    fulfilment: [{ version: 'fulfilment-2026-01', from, rules: {} }],
    directory: [{ version: 'directory-2026-01', from, rules: { catalogue: 'closed', stockTtlHours: 24, ownChangesMax: 100 } }],
    partners: [{ version: 'partners-2026-01', from, rules: {} }],
  },
};
