import type { Refusal } from '../../../shared/kernel/problem.ts';
import type { FieldError } from '../../../shared/kernel/route.ts';
import { type Path, pointerOf } from './read/element.ts';

/** Which part of a submission each refusal of the law or the region is about. */
const parts: Readonly<Record<string, readonly string[]>> = {
  'prescribed-in-future': ['prescription', 'prescribedAt'],
  'prescription-expired': ['prescription', 'validDays'],
  'validity-too-long': ['prescription', 'validDays'],
  'out-of-region': ['prescription', 'insuredRegion'],
  'too-many-drugs': ['prescription', 'lines'],
  'herbs-mixed': ['prescription', 'lines'],
  'supply-days-exceeded': ['prescription', 'lines', '0', 'supplyDays'],
  'supply-reason-missing': ['prescription', 'supply', 'reason'],
  'consent-missing': ['prescription', 'supply', 'consent'],
  'repeat-not-allowed': ['prescription', 'repeat'],
  'practitioner-unknown': ['prescription', 'prescriberId'],
  'wrong-profession': ['prescription', 'prescriberId'],
  'licence-invalid': ['prescription', 'prescriberId'],
  'prescriber-too-new': ['prescription', 'prescriberId'],
  'paediatrician-missing': ['prescription', 'prescriberId'],
  'online-not-allowed': ['prescription', 'channel'],
  'first-visit-not-allowed': ['prescription', 'isFirstVisit'],
  'online-authorisation-missing': ['prescription', 'onlineAuthNumber'],
  'guardian-missing': ['prescription', 'isGuardianPresent'],
  'signature-stale': ['signatures', 'prescriber', 'signature'],
  'signature-invalid': ['signatures', 'prescriber', 'signature'],
  'signature-missing': ['signatures', 'prescriber', 'signature'],
};

const lineIn = (refusal: Refusal): number | undefined => ('line' in refusal && typeof refusal.line === 'number' ? refusal.line : undefined);

/** The same refusal, and at which element of the message its reason stands. */
export const atElement = <Code extends string>(
  refusal: Refusal<Code>,
  placeOf: (names: readonly PropertyKey[]) => Path,
): Refusal<Code> & { readonly errors?: readonly FieldError[] } => {
  const line = lineIn(refusal);
  const part = line === undefined ? parts[refusal.code] : ['prescription', 'lines', String(line - 1), 'drugCode'];
  return part === undefined ? refusal : { ...refusal, errors: [{ pointer: pointerOf(placeOf(part)), code: 'business-rule' }] };
};
