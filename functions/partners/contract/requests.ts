import * as z from 'zod/mini';
import { Practitioner } from '../../../events/partners.ts';
import { AgencyId, KeyId } from '../../../events/vocabulary/ids.ts';
import { Role } from '../../../events/vocabulary/roles.ts';
import { name, note, pageLimit, text } from '../../../events/vocabulary/texts.ts';
import { InstantText } from '../../../events/vocabulary/values.ts';
import { DAY_MS } from '../../../shared/kernel/time.ts';

const NAME_CHARS_MAX = 200;
/** Practitioners that one registration brings along; more come one by one. */
const PRACTITIONERS_MAX = 200;
const ROWS_MAX = 100;
const ROWS_DEFAULT = 50;
/** The longest time for which an old key opens beside its successor. */
const OVERLAP_MS_MAX = 30 * DAY_MS;

const Name = name(NAME_CHARS_MAX);
const PractitionerId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));

const practitionerFacts = {
  kind: Practitioner.shape.kind,
  licence: z.strictObject({ number: text(64), validFrom: InstantText, validUntil: InstantText }),
  independentSince: InstantText,
  isPaediatric: z.boolean(),
  /** 32 bytes in base64. */
  publicKey: z.string().check(z.regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/)),
};
export const PractitionerBody = z.strictObject(practitionerFacts);
export const NewAgency = z.strictObject({
  role: Role,
  name: Name,
  englishName: Name,
  practitioners: z.optional(
    z.array(z.strictObject({ practitionerId: PractitionerId, ...practitionerFacts })).check(z.maxLength(PRACTITIONERS_MAX)),
  ),
});
export const AgencyNames = z.strictObject({ name: Name, englishName: Name });

export const NewKey = z.strictObject({
  label: z.optional(note(NAME_CHARS_MAX)),
  expiresAt: z.optional(InstantText),
});
export const KeyRotation = z.strictObject({ overlapMs: z.int().check(z.gte(0), z.lte(OVERLAP_MS_MAX)) });

export const AgencyParams = z.object({ agencyId: AgencyId });
export const KeyParams = z.object({ agencyId: AgencyId, keyId: KeyId });
export const PractitionerParams = z.object({ agencyId: AgencyId, practitionerId: PractitionerId });

/** `limit` 1 to 100, by default 50; `cursor` from the page before. */
export const PageQuery = z.strictObject({
  limit: z._default(pageLimit(ROWS_MAX), ROWS_DEFAULT),
  cursor: z.optional(note(200)),
});

export const viewPage = ({ limit, cursor }: z.infer<typeof PageQuery>): { readonly limit: number; readonly cursor?: string } =>
  cursor === undefined ? { limit } : { limit, cursor };
