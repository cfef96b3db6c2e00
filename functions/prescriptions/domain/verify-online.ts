import type { Verification } from './verification.ts';

export type OnlineRefusal =
  | { readonly code: 'online-not-allowed' }
  | { readonly code: 'first-visit-not-allowed' }
  | { readonly code: 'online-authorisation-missing' }
  | { readonly code: 'guardian-missing' }
  | { readonly code: 'paediatrician-missing' }
  | { readonly code: 'prescriber-too-new' };

/** 互联网诊疗管理办法 art. 19 and 24, 互联网诊疗监管细则: follow-up only, real name, children guarded, an experienced doctor. */
export const refusalOfOnline = ({ document, prescriber, rules: { online }, at }: Verification): OnlineRefusal | undefined => {
  if (document.channel !== 'online') return undefined;
  if (!online.isAllowed) return { code: 'online-not-allowed' };
  if (online.needsFollowUp && (document.isFirstVisit || document.followUpEvidence === undefined))
    return { code: 'first-visit-not-allowed' };
  if (online.needsAuthNumber && document.onlineAuthNumber === undefined) return { code: 'online-authorisation-missing' };
  if (document.patient.ageYears < online.guardedBelowYears) {
    if (document.isGuardianPresent !== true) return { code: 'guardian-missing' };
    // Stryker disable next-line OptionalChaining: an unknown prescriber was refused before
    if (prescriber?.isPaediatric !== true) return { code: 'paediatrician-missing' };
  }
  // Stryker disable next-line ConditionalExpression: an unknown prescriber was refused before; the years are compared all the same
  const isExperienced = prescriber !== undefined && yearsLater(prescriber.independentSince, online.independentYearsMin) <= at;
  return isExperienced ? undefined : { code: 'prescriber-too-new' };
};

/** The same day of a later year, to be compared as text: there 29 February of a common year comes right before 1 March. */
const yearsLater = (at: string, years: number): string => String(Number(at.slice(0, 4)) + years).padStart(4, '0') + at.slice(4);
