import * as z from 'zod/mini';
import { AgencyId, KeyId } from '../../../events/vocabulary/ids.ts';
import { Role } from '../../../events/vocabulary/roles.ts';
import { InstantText } from '../../../events/vocabulary/values.ts';
import { defineView } from '../../../shared/kernel/views.ts';

const facts = {
  keyId: KeyId,
  agencyId: AgencyId,
  role: Role,
  label: z.string(),
  issuedAt: InstantText,
  expiresAt: z.optional(InstantText),
};

/** An agency's keys without anything that opens. Partition: agency id, sorted by key id. */
export const KeysOfAgency = defineView(
  'partners.keys',
  z.discriminatedUnion('status', [
    z.object({ ...facts, status: z.literal('issued'), successor: z.optional(KeyId) }),
    z.object({ ...facts, status: z.literal('revoked'), revokedAt: InstantText }),
  ]),
);
