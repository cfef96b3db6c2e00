import * as z from 'zod/mini';
import { Practitioner } from '../../../events/partners.ts';
import { AgencyId, KeyId } from '../../../events/vocabulary/ids.ts';
import { Role } from '../../../events/vocabulary/roles.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { KnownAgency } from '../domain/agency.ts';
import { KeyStanding, standingOf } from '../domain/api-key.ts';

/** An instant on its way out: already canonical, so it is only described. */
const At = z.iso.datetime();

export const AgencyReply = z.object({
  agencyId: AgencyId,
  role: Role,
  name: z.string(),
  englishName: z.string(),
  status: z.enum(['active', 'suspended']),
});
export const agencyReply = (agencyId: AgencyId, { role, name, englishName, status }: KnownAgency) => ({
  agencyId,
  role,
  name,
  englishName,
  status,
});

export const KeyReply = z.object({
  keyId: KeyId,
  agencyId: AgencyId,
  role: Role,
  label: z.string(),
  status: KeyStanding,
  issuedAt: At,
  expiresAt: z.optional(At),
});
/** With the key itself: only the answer that made it, and repeats of that request, hold it. */
export const NewKeyReply = z.extend(KeyReply, { apiKey: z.string() });

type KeyRow = Omit<z.infer<typeof KeyReply>, 'keyId' | 'status' | 'expiresAt'> & Parameters<typeof standingOf>[0];
/** `key` is a key's state or its row; what stands in it beyond the reply stays behind. */
export const keyReply = (keyId: KeyId, key: KeyRow, at: Instant) => ({
  keyId,
  agencyId: key.agencyId,
  role: key.role,
  label: key.label,
  status: standingOf(key, at),
  issuedAt: key.issuedAt,
  ...(key.expiresAt === undefined ? {} : { expiresAt: key.expiresAt }),
});

export const PractitionerReply = z.object({
  ...Practitioner.shape,
  licence: z.object({ number: z.string(), validFrom: At, validUntil: At }),
  independentSince: At,
});

export const pageOf = <Item extends z.ZodMiniType>(item: Item) => z.object({ items: z.array(item), nextCursor: z.optional(z.string()) });
