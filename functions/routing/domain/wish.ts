import * as z from 'zod/mini';
import { AgencyId } from '../../../events/vocabulary/ids.ts';
import { type Choice, Place } from '../../../events/vocabulary/values.ts';
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts';

const always = { radiusMetres: z.optional(z.int()), wantsDecoction: z.boolean() };

/** How the patient wants the pharmacy chosen, complete: `nearest` has a place, `named` has a name. */
export const Wish = z.discriminatedUnion('by', [
  z.object({ by: z.literal('named'), pharmacyId: AgencyId, near: z.optional(Place), ...always }),
  z.object({ by: z.literal('nearest'), near: Place, ...always }),
  z.object({ by: z.literal('cheapest'), near: z.optional(Place), ...always }),
  z.object({ by: z.literal('soonest'), near: z.optional(Place), ...always }),
]);
export type Wish = z.infer<typeof Wish>;

/** A wish as it was said, perhaps without what it needs. */
export interface SaidWish {
  readonly by: Choice;
  readonly pharmacyId?: AgencyId | undefined;
  readonly near?: Place | undefined;
  readonly radiusMetres?: number | undefined;
  /** 代煎: the pharmacy boils the herbs. */
  readonly wantsDecoction?: boolean | undefined;
}

export type WishRefusal = { readonly code: 'place-missing' } | { readonly code: 'named-pharmacy-missing' };

/** Completes a wish; what is left out stays as it was `before`. */
export const wishOf = (said: SaidWish, before?: Wish): Result<Wish, WishRefusal> => {
  const given = said.near ?? before?.near;
  const near = given === undefined ? {} : { near: coarse(given) };
  const radiusMetres = said.radiusMetres ?? before?.radiusMetres;
  const wantsDecoction = said.wantsDecoction ?? before?.wantsDecoction ?? false;
  const rest = { ...(radiusMetres === undefined ? {} : { radiusMetres }), wantsDecoction };
  if (said.by === 'named') {
    const pharmacyId = said.pharmacyId ?? (before?.by === 'named' ? before.pharmacyId : undefined);
    return pharmacyId === undefined ? refuse({ code: 'named-pharmacy-missing' }) : ok({ by: said.by, pharmacyId, ...near, ...rest });
  }
  if (said.by !== 'nearest') return ok({ by: said.by, ...near, ...rest });
  return near.near === undefined ? refuse({ code: 'place-missing' }) : ok({ by: said.by, near: near.near, ...rest });
};

/** To 0.01°, about a kilometre: enough to rank, too little to find a home. */
const coarse = ({ latitude, longitude }: Place): Place => ({
  latitude: Math.round(latitude * 100) / 100,
  longitude: Math.round(longitude * 100) / 100,
});
