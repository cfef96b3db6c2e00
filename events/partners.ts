import * as z from 'zod/mini';
import { defineView } from '../shared/kernel/views.ts';
import { defineEvent } from './define-event.ts';
import { AgencyId, EndpointId } from './vocabulary/ids.ts';
import { Role } from './vocabulary/roles.ts';
import { InstantText } from './vocabulary/values.ts';

/** An agency as others may know it. Partition `agencies`, sorted by id. */
export const Agency = z.object({
  agencyId: AgencyId,
  role: Role,
  name: z.string(),
  englishName: z.string(),
  isSuspended: z.boolean(),
});
export type Agency = z.infer<typeof Agency>;
export const AgencyDirectory = defineView('partners.agencies', Agency);

/** Agencies whose keys do not open. Partition `agencies`, sorted by id; only a suspended one has a row, so that to ask costs little. */
export const SuspendedAgencies = defineView('partners.suspended-agencies', z.object({ agencyId: AgencyId }));

/** A licensed person of an agency. Partition: agency id, sorted by practitioner id. */
export const Practitioner = z.object({
  practitionerId: z.string(),
  kind: z.enum(['doctor', 'pharmacist']),
  licence: z.object({ number: z.string(), validFrom: InstantText, validUntil: InstantText }),
  /** Start of independent practice; online prescribing asks for three years (互联网诊疗管理办法). */
  independentSince: InstantText,
  isPaediatric: z.boolean(),
  /** Ed25519 public key, base64 of its 32 raw bytes. */
  publicKey: z.string(),
});
export type Practitioner = z.infer<typeof Practitioner>;
export const PractitionerDirectory = defineView('partners.practitioners', Practitioner);

export const WebhookEndpointDisabledV1 = defineEvent({
  context: 'partners',
  name: 'webhook-endpoint.disabled',
  version: 1,
  summary: 'We stopped delivering to an endpoint; enable it again when its receiver works.',
  data: z.object({ endpointId: EndpointId, agencyId: AgencyId, reason: z.enum(['gone', 'failing', 'by-agency']) }),
  webhook: { agencies: ['agencyId'], fields: ['endpointId', 'reason'] },
  example: { endpointId: 'whe_5LhJ8fN3kQw2ZrT6yUb1XcVm', agencyId: 'ag_pharmacy0000000000000001', reason: 'gone' },
});
