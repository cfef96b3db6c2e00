import type { Verification } from './verification.ts';

export type SupplyRefusal =
  | { readonly code: 'supply-days-exceeded'; readonly daysMax: number }
  | { readonly code: 'supply-reason-missing' }
  | { readonly code: 'consent-missing' }
  | { readonly code: 'repeat-not-allowed' };

/**
 * Days of supply (处方管理办法 art. 19, 长期处方管理规范): a long-term prescription counts all its fills together, and beyond the usual length
 * asks for a written reason and the patient's consent.
 */
export const refusalOfSupply = ({ document, rules: { supply, repeat } }: Verification): SupplyRefusal | undefined => {
  const { basis, reason, consent } = document.supply;
  if (document.repeat !== undefined) {
    const isWithin = document.repeat.fillsMax <= repeat.fillsMax && document.repeat.minIntervalDays >= repeat.intervalDaysMin;
    if (basis !== 'long-term' || !isWithin) return { code: 'repeat-not-allowed' };
  }
  const fills = document.repeat?.fillsMax ?? 1;
  const days = Math.max(...document.lines.map(({ supplyDays }) => supplyDays)) * fills;
  const daysMax = {
    ordinary: supply.ordinaryDaysMax,
    emergency: supply.emergencyDaysMax,
    chronic: supply.chronicDaysMax,
    'long-term': supply.longTermDaysMax,
  }[basis];
  if (days > daysMax) return { code: 'supply-days-exceeded', daysMax };

  const isLongerThanUsual = basis === 'long-term' ? days > supply.longTermUsualDays : days > supply.ordinaryDaysMax;
  if (!isLongerThanUsual || basis === 'emergency') return undefined;
  if (reason === undefined) return { code: 'supply-reason-missing' };
  return basis === 'long-term' && consent === undefined ? { code: 'consent-missing' } : undefined;
};
