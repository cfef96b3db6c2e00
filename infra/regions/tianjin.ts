import { basedOn } from './based-on.ts';
import { jinan } from './jinan.ts';

/** 天津: as Jinan, with a feed that pharmacies send more often. */
export const tianjin = basedOn(jinan, {
  region: 'tianjin',
  name: { zh: '天津', en: 'Tianjin' },
  aws: { partition: 'aws-cn', region: 'cn-north-1' },
  rules: { directory: { stockTtlHours: 12 } },
});
