import type { Coding, Identifier, Quantity, Reference } from 'fhir/r4.js';
import { codeSystems, identifierSystems } from '../../../../events/fhir/systems.ts';
import type { Status } from '../../contract/status.ts';

/** Under which name a resource stands in its Bundle, and others refer to it. */
export const nameOf = (type: string, ...parts: readonly (string | number)[]): string => ['urn:sanlian:fhir', type, ...parts].join(':');

export const prescriptionIdentifier = (id: string): Identifier => ({ system: identifierSystems.prescription, value: id });
export const agencyReference = (agencyId: string): Reference => ({ identifier: { system: identifierSystems.agency, value: agencyId } });
export const practitionerReference = (id: string): Reference => ({ identifier: { system: identifierSystems.practitioner, value: id } });

/** The drug by its code alone: what it is called, the catalogue says. */
export const drugCoding = (code: string, [system]: readonly string[]): Coding => ({ ...(system === undefined ? {} : { system }), code });

/** A number in a unit that every reader knows: R4 takes no code of a unit without its system. */
export const ucum = (value: number, code: string): Quantity => ({ value, system: 'http://unitsofmeasure.org', code });

interface Standing {
  readonly task: 'draft' | 'rejected' | 'accepted' | 'ready' | 'in-progress' | 'on-hold' | 'completed' | 'failed' | 'cancelled';
  readonly request: 'draft' | 'active' | 'on-hold' | 'completed' | 'stopped' | 'cancelled';
}

/** How FHIR calls each state: of the workflow, and of its lines. */
export const standingOf = {
  PRE_VERIFIED: { task: 'draft', request: 'draft' },
  REVIEW_REJECTED: { task: 'rejected', request: 'draft' },
  SIGNED: { task: 'accepted', request: 'active' },
  ACTIVE: { task: 'ready', request: 'active' },
  CLAIMED: { task: 'in-progress', request: 'active' },
  APPROVED: { task: 'in-progress', request: 'active' },
  SUSPENDED: { task: 'on-hold', request: 'on-hold' },
  DISPENSED: { task: 'in-progress', request: 'active' },
  COMPLETED: { task: 'completed', request: 'completed' },
  RETURNED: { task: 'failed', request: 'stopped' },
  CANCELLED: { task: 'cancelled', request: 'cancelled' },
  EXPIRED: { task: 'failed', request: 'stopped' },
} as const satisfies Record<Status, Standing>;

export const statusConcept = (status: Status) => ({ coding: [{ system: codeSystems.status, code: status }] });
