import * as z from 'zod/mini';
import { AgencyId, EndpointId } from '../../../events/vocabulary/ids.ts';
import { Role } from '../../../events/vocabulary/roles.ts';
import { defineView } from '../../../shared/kernel/views.ts';
import { DisabledBecause, EndpointSettings } from '../domain/endpoint-events.ts';

const facts = { endpointId: EndpointId, agencyId: AgencyId, role: Role, settings: EndpointSettings, generation: z.int() };

/** Endpoints by agency (partition: agency id) and once more by role (`role/pharmacy`), sorted by endpoint id. */
export const Endpoints = defineView(
  'partners.endpoints',
  z.discriminatedUnion('status', [
    z.object({ ...facts, status: z.literal('enabled') }),
    z.object({ ...facts, status: z.literal('disabled'), because: DisabledBecause }),
  ]),
);

export const endpointsOfRole = (role: Role): string => `role/${role}`;
