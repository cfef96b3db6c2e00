import * as z from 'zod/mini';
import { AgencyId } from '../../../events/vocabulary/ids.ts';
import { Role } from '../../../events/vocabulary/roles.ts';
import { InstantText } from '../../../events/vocabulary/values.ts';

/** Why we do not deliver: 410 from the receiver, failures without end, or the agency's own wish. */
export const DisabledBecause = z.enum(['gone', 'failing', 'by-agency']);
export type DisabledBecause = z.infer<typeof DisabledBecause>;

/** What an agency sets. */
export const EndpointSettings = z.object({ url: z.string(), patterns: z.array(z.string()), description: z.string() });
export type EndpointSettings = z.infer<typeof EndpointSettings>;

export const EndpointEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('EndpointCreated'), agencyId: AgencyId, role: Role, settings: EndpointSettings, at: InstantText }),
  z.object({ type: z.literal('EndpointChanged'), settings: EndpointSettings }),
  z.object({ type: z.literal('EndpointEnabled'), at: InstantText }),
  z.object({ type: z.literal('EndpointDisabled'), reason: DisabledBecause }),
  /** The next generation of keys signs; the one before signs beside it until then. */
  z.object({ type: z.literal('SecretRotated'), generation: z.int(), previousUntil: InstantText }),
  z.object({ type: z.literal('EndpointDeleted') }),
]);
export type EndpointEvent = z.infer<typeof EndpointEvent>;
