import * as z from 'zod/mini';
import { Pharmacy as PharmacyRow } from '../../../events/directory.ts';
import { InstantText } from '../../../events/vocabulary/values.ts';
import { ok, type Result, refuse, unreachable } from '../../../shared/kernel/result.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import { wrongHours } from './hours.ts';

const { name, address, place, hours, services, licence } = PharmacyRow.shape;
/** What the platform registers of a pharmacy. */
export const PharmacyFacts = z.object({ name, address, place, hours, services, licence });
export type PharmacyFacts = z.infer<typeof PharmacyFacts>;

export const PharmacyEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PharmacyRegistered'), facts: PharmacyFacts }),
  z.object({ type: z.literal('PharmacyChanged'), facts: PharmacyFacts, by: z.enum(['platform', 'pharmacy']) }),
  z.object({ type: z.literal('PharmacyDesignated'), from: InstantText, until: InstantText }),
  z.object({ type: z.literal('DesignationSuspended'), at: InstantText, reason: z.string() }),
]);
export type PharmacyEvent = z.infer<typeof PharmacyEvent>;

/** 定点 with the insurer: an agreement with dates, which the insurer may suspend (协议中止). */
export type Designation =
  | { readonly status: 'none' }
  | { readonly status: 'designated'; readonly from: Instant; readonly until: Instant }
  | { readonly status: 'suspended'; readonly from: Instant; readonly until: Instant; readonly since: Instant; readonly reason: string };

export type Pharmacy =
  | { readonly status: 'absent' }
  | { readonly status: 'registered'; readonly facts: PharmacyFacts; readonly designation: Designation; readonly ownChanges: number };

export type PharmacyCommand =
  | { readonly type: 'RegisterPharmacy'; readonly facts: PharmacyFacts }
  /** By the platform: everything. What is left out stays. */
  | { readonly type: 'ChangePharmacy'; readonly change: Partial<PharmacyFacts> }
  /** By the pharmacy itself: hours and services. The rest may be sent along, unchanged. */
  | { readonly type: 'ChangeOwnEntry'; readonly change: Partial<PharmacyFacts>; readonly changesMax: number }
  | { readonly type: 'Designate'; readonly from: Instant; readonly until: Instant }
  | { readonly type: 'SuspendDesignation'; readonly reason: string; readonly at: Instant };

interface WrongField {
  readonly pointer: string;
  readonly code: string;
}
export type PharmacyRefusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'pharmacy-already-registered' }
  | { readonly code: 'hours-invalid'; readonly errors: readonly WrongField[] }
  | { readonly code: 'licence-dates-invalid' }
  | { readonly code: 'platform-only-field'; readonly errors: readonly WrongField[] }
  | { readonly code: 'too-many-changes' }
  | { readonly code: 'designation-dates-invalid' }
  | { readonly code: 'not-designated' };

type Decision = Result<readonly PharmacyEvent[], PharmacyRefusal>;
type Registered = Extract<Pharmacy, { status: 'registered' }>;

export const decide = (pharmacy: Pharmacy, command: PharmacyCommand): Decision => {
  if (command.type === 'RegisterPharmacy') return register(pharmacy, command.facts);
  if (pharmacy.status === 'absent') return refuse({ code: 'not-found' });
  switch (command.type) {
    case 'ChangePharmacy':
      return change(pharmacy, command.change, 'platform');
    case 'ChangeOwnEntry':
      return changeOwn(pharmacy, command);
    case 'Designate':
      return designate(pharmacy, command.from, command.until);
    case 'SuspendDesignation':
      return suspend(pharmacy, command);
    default:
      return unreachable(command);
  }
};

const register = (pharmacy: Pharmacy, facts: PharmacyFacts): Decision => {
  if (pharmacy.status === 'registered') return refuse({ code: 'pharmacy-already-registered' });
  const refusal = refusalOf(facts);
  return refusal === undefined ? ok([{ type: 'PharmacyRegistered', facts }]) : refuse(refusal);
};

const refusalOf = ({ hours, licence }: PharmacyFacts): PharmacyRefusal | undefined => {
  const errors = wrongHours(hours).map((index) => ({ pointer: `/body/hours/${index}`, code: 'hours-invalid' }));
  if (errors.length > 0) return { code: 'hours-invalid', errors };
  return licence.validFrom < licence.validUntil ? undefined : { code: 'licence-dates-invalid' };
};

/** By content: both sides pass the schema, which puts the members in one order. */
const isSame = (left: PharmacyFacts, right: PharmacyFacts): boolean =>
  JSON.stringify(PharmacyFacts.parse(left)) === JSON.stringify(PharmacyFacts.parse(right));

const change = ({ facts }: Registered, wanted: Partial<PharmacyFacts>, by: 'platform' | 'pharmacy'): Decision => {
  const next = { ...facts, ...wanted };
  if (isSame(facts, next)) return ok([]);
  const refusal = refusalOf(next);
  return refusal === undefined ? ok([{ type: 'PharmacyChanged', facts: next, by }]) : refuse(refusal);
};

const PLATFORM_FIELDS = ['name', 'address', 'place', 'licence'] as const;

const changeOwn = (
  pharmacy: Registered,
  { change: wanted, changesMax }: Extract<PharmacyCommand, { type: 'ChangeOwnEntry' }>,
): Decision => {
  const { facts } = pharmacy;
  const touched = PLATFORM_FIELDS.filter((field) => wanted[field] !== undefined && !isSame(facts, { ...facts, [field]: wanted[field] }));
  const errors = touched.map((field) => ({ pointer: `/body/${field}`, code: 'platform-only-field' }));
  if (errors.length > 0) return refuse({ code: 'platform-only-field', errors });
  const decision = change(pharmacy, wanted, 'pharmacy');
  // A stream has an end: without this, a pharmacy could use up the commits that the platform needs.
  const isChanging = decision.ok && decision.value.length > 0;
  return isChanging && pharmacy.ownChanges >= changesMax ? refuse({ code: 'too-many-changes' }) : decision;
};

const designate = ({ designation }: Registered, from: Instant, until: Instant): Decision => {
  if (from >= until) return refuse({ code: 'designation-dates-invalid' });
  const isSettled = designation.status === 'designated' && designation.from === from && designation.until === until;
  return ok(isSettled ? [] : [{ type: 'PharmacyDesignated', from, until }]);
};

const suspend = ({ designation }: Registered, { at, reason }: Extract<PharmacyCommand, { type: 'SuspendDesignation' }>): Decision => {
  if (designation.status === 'none') return refuse({ code: 'not-designated' });
  return ok(designation.status === 'suspended' ? [] : [{ type: 'DesignationSuspended', at, reason }]);
};
