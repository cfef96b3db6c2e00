import * as z from 'zod/mini';

/** An id as we mint it: its kind, then 24 letters or digits that say nothing. */
const shaped = (prefix: string) => z.string().check(z.regex(new RegExp(`^${prefix}_[A-Za-z0-9_-]{4,64}$`)));

// Each brand is spelled out: a generic helper compiles, but silently loses it.
/** 医保处方 inside the platform; the insurer's `hiRxno` is a field of its own. */
export const PrescriptionId = shaped('rx').brand<'PrescriptionId'>();
export type PrescriptionId = z.infer<typeof PrescriptionId>;
export const OfferId = shaped('ofr').brand<'OfferId'>();
export type OfferId = z.infer<typeof OfferId>;
export const AgencyId = shaped('ag').brand<'AgencyId'>();
export type AgencyId = z.infer<typeof AgencyId>;
/** One person all over a region, without saying who. */
export const PatientToken = shaped('pt').brand<'PatientToken'>();
export type PatientToken = z.infer<typeof PatientToken>;
export const PickupId = shaped('pkp').brand<'PickupId'>();
export type PickupId = z.infer<typeof PickupId>;
export const EndpointId = shaped('whe').brand<'EndpointId'>();
export type EndpointId = z.infer<typeof EndpointId>;
export const KeyId = shaped('key').brand<'KeyId'>();
export type KeyId = z.infer<typeof KeyId>;
