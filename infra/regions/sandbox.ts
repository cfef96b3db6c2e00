import { basedOn } from './based-on.ts';
import { jinan } from './jinan.ts';

/** A region for partners to try things in, outside China: any drug code goes, of any code system, and a stock level counts for a week. */
export const sandbox = basedOn(jinan, {
  region: 'sandbox',
  name: { zh: '沙盒', en: 'Sandbox' },
  aws: { partition: 'aws', region: 'ap-southeast-1' },
  // Whoever tries things looks at one journey and wants no second between its hops.
  batchingSeconds: { readers: 0, inboxes: 0 },
  rules: {
    directory: { catalogue: 'open', stockTtlHours: 168 },
    prescriptions: { catalogue: 'open', fhir: { drugSystems: [], patientSystems: [] } },
  },
});
