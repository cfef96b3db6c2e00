import * as z from 'zod/mini';
import { Practitioner } from '../../../events/partners.ts';
import { AgencyId } from '../../../events/vocabulary/ids.ts';
import type { Role } from '../../../events/vocabulary/roles.ts';
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts';

export const PractitionerEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PractitionerRecorded'), agencyId: AgencyId, practitioner: Practitioner }),
]);
export type PractitionerEvent = z.infer<typeof PractitionerEvent>;

/** 医师 or 药师 of one agency: a stream each, so that a large hospital does not fill its agency's own. */
export type PractitionerState =
  | { readonly status: 'absent' }
  | { readonly status: 'recorded'; readonly agencyId: AgencyId; readonly practitioner: Practitioner };

export interface RecordPractitioner {
  readonly type: 'RecordPractitioner';
  readonly agencyId: AgencyId;
  /** What the agency is; a pharmacy has no doctors. */
  readonly role: Role;
  readonly practitioner: Practitioner;
}

export type PractitionerRefusal =
  | { readonly code: 'changes-exhausted' }
  | { readonly code: 'practitioner-kind-mismatch' }
  | { readonly code: 'licence-period-invalid' };

// Stryker disable ArrayDeclaration: a kind that nobody is lets nobody in
const KINDS_BY_ROLE: Readonly<Record<Role, readonly Practitioner['kind'][]>> = {
  hospital: ['doctor', 'pharmacist'],
  pharmacy: ['pharmacist'],
  platform: [],
  'patient-app': [],
  courier: [],
  insurer: [],
  regulator: [],
};
// Stryker restore ArrayDeclaration

export const absentPractitioner: PractitionerState = { status: 'absent' };

export const decidePractitioner = (
  current: PractitionerState,
  { agencyId, role, practitioner }: RecordPractitioner,
): Result<readonly PractitionerEvent[], PractitionerRefusal> => {
  if (!KINDS_BY_ROLE[role].includes(practitioner.kind)) return refuse({ code: 'practitioner-kind-mismatch' });
  const { validFrom, validUntil } = practitioner.licence;
  if (validFrom >= validUntil) return refuse({ code: 'licence-period-invalid' });
  // Stryker disable next-line ConditionalExpression: nobody's record is like no record; the compiler wants it said
  const isSame = current.status === 'recorded' && JSON.stringify(current.practitioner) === JSON.stringify(practitioner);
  return ok(isSame ? [] : [{ type: 'PractitionerRecorded', agencyId, practitioner }]);
};

export const evolvePractitioner = (_current: PractitionerState, { agencyId, practitioner }: PractitionerEvent): PractitionerState => ({
  status: 'recorded',
  agencyId,
  practitioner,
});
