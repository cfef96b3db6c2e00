import * as z from 'zod/mini';
import { AgencyId, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';

export const RoutingEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('OffersMade'), prescriptionId: PrescriptionId, pharmacyIds: z.array(AgencyId) }),
]);
export type RoutingEvent = z.infer<typeof RoutingEvent>;
export type Routing = { readonly status: 'ABSENT' } | { readonly status: 'OFFERED'; readonly pharmacyIds: readonly AgencyId[] };
export interface MakeOffers {
  readonly type: 'MakeOffers';
  readonly prescriptionId: PrescriptionId;
  readonly pharmacyIds: AgencyId[];
}
export const decide = (state: Routing, { prescriptionId, pharmacyIds }: MakeOffers): Result<readonly RoutingEvent[], never> =>
  ok(state.status === 'ABSENT' ? [{ type: 'OffersMade', prescriptionId, pharmacyIds }] : []);
export const evolve = (_state: Routing, { pharmacyIds }: RoutingEvent): Routing => ({ status: 'OFFERED', pharmacyIds });
