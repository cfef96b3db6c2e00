import * as z from 'zod/mini';
import { AgencyId, OfferId, PatientToken, PrescriptionId } from '../../../events/vocabulary/ids.ts';
import { numberText, pageLimit } from '../../../events/vocabulary/texts.ts';
import { Choice, Fill, Place } from '../../../events/vocabulary/values.ts';
import { DeclineReason } from '../domain/events.ts';
import { OFFER_STATUSES } from '../domain/routing.ts';

const PAGE_MAX = 100;
const RADIUS_METRES_MAX = 1_000_000;

const RadiusMetres = z.int().check(z.gte(1), z.lte(RADIUS_METRES_MAX));

export const PrescriptionParams = z.strictObject({ id: PrescriptionId });
export const OfferParams = z.strictObject({ id: OfferId });

export const OptionsQuery = z
  .strictObject({
    patientToken: PatientToken,
    fill: z._default(numberText(Fill), 1),
    by: z.optional(Choice),
    pharmacyId: z.optional(AgencyId),
    latitude: z.optional(numberText(Place.shape.latitude)),
    longitude: z.optional(numberText(Place.shape.longitude)),
    radiusMetres: z.optional(numberText(RadiusMetres)),
    decoction: z.optional(
      z.pipe(
        z.enum(['true', 'false']),
        z.transform((text) => text === 'true'),
      ),
    ),
  })
  .check(z.refine(({ latitude, longitude }) => (latitude === undefined) === (longitude === undefined), 'half a place'));

export const ChooseBody = z.strictObject({
  patientToken: PatientToken,
  fill: z._default(Fill, 1),
  choice: z.strictObject({
    by: Choice,
    pharmacyId: z.optional(AgencyId),
    near: z.optional(z.strictObject(Place.shape)),
  }),
  /** Widens or narrows the search; stays for later choices. */
  radiusMetres: z.optional(RadiusMetres),
  /** 代煎 */
  decoction: z.optional(z.boolean()),
});

export const OffersQuery = z.strictObject({
  status: z._default(z.enum(OFFER_STATUSES), 'OPEN'),
  limit: z._default(pageLimit(PAGE_MAX), 50),
  cursor: z.optional(z.string().check(z.maxLength(120), z.regex(/^[\w:.-]+\/ofr_[A-Za-z0-9]+$/))),
});

export const DeclineBody = z.strictObject({ reason: DeclineReason });
