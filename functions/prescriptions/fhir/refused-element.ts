import type { Refusal } from '../../../shared/kernel/problem.ts';
import type { FieldError } from '../../../shared/kernel/route.ts';
import type { SubmitBody } from '../contract/requests.ts';
import { type Path, pointerOf } from './read/element.ts';

/** Which part of a submission each refusal of the law or the region is about. */
const parts: Readonly<Record<string, readonly string[]>> = {
  'prescribed-in-future': ['prescription', 'prescribedAt'],
  'prescription-expired': ['prescription', 'validDays'],
  'validity-too-long': ['prescription', 'validDays'],
  'out-of-region': ['prescription', 'insuredRegion'],
  'too-many-drugs': ['prescription', 'lines'],
  'herbs-mixed': ['prescription', 'lines'],
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
  'review-missing': ['signatures', 'prescriber', 'signature'],
  'not-the-prescriber': ['signatures', 'prescriber', 'practitionerId'],
  'not-the-reviewer': ['signatures', 'pharmacist', 'practitionerId'],
  'pharmacist-is-prescriber': ['review', 'pharmacistId'],
};

/** A submission that came as FHIR, and where in its message each part of it stands. */
interface Said {
  readonly body: Pick<SubmitBody, 'prescription'>;
  readonly placeOf: (names: readonly PropertyKey[]) => Path;
}

const partOf = (refusal: Refusal, { body }: Said): readonly string[] | undefined => {
  if ('line' in refusal && typeof refusal.line === 'number') return ['prescription', 'lines', String(refusal.line - 1), 'drugCode'];
  if (refusal.code !== 'supply-days-exceeded') return parts[refusal.code];
  const days = body.prescription.lines.map(({ supplyDays }) => supplyDays);
  return ['prescription', 'lines', String(days.indexOf(Math.max(...days))), 'supplyDays'];
};

/** The same refusal, and at which element of the message its reason stands. */
export const atElement = <Code extends string>(
  refusal: Refusal<Code>,
  said: Said,
): Refusal<Code> & { readonly errors?: readonly FieldError[] } => {
  const part = partOf(refusal, said);
  return part === undefined ? refusal : { ...refusal, errors: [{ pointer: pointerOf(said.placeOf(part)), code: 'business-rule' }] };
};
