import * as z from 'zod/mini';
import { AgencyId, EndpointId } from '../../../events/vocabulary/ids.ts';
import type { Seals } from '../../../shared/kernel/vault.ts';
import type { LiveEndpoint } from '../domain/endpoint.ts';
import { DisabledBecause } from '../domain/endpoint-events.ts';
import { keysOf } from '../gateways/signing-keys.ts';

export const EndpointReply = z.object({
  endpointId: EndpointId,
  agencyId: AgencyId,
  url: z.string(),
  events: z.array(z.string()),
  description: z.string(),
  status: z.enum(['enabled', 'disabled']),
  disabledBecause: z.optional(DisabledBecause),
  /** `whpk_…`: checks the `v1a` signatures. */
  publicKey: z.string(),
});
/** With the secret (`whsec_…`) that checks the `v1` signatures: only the answer that made it, and repeats of that request, hold it. */
export const EndpointSecretReply = z.extend(EndpointReply, { secret: z.string() });

type EndpointRow = Pick<LiveEndpoint, 'agencyId' | 'settings' | 'generation'> &
  ({ readonly status: 'enabled' } | Pick<Extract<LiveEndpoint, { status: 'disabled' }>, 'status' | 'because'>);

/** `endpoint` is a state or a row. */
export const endpointReply = (seals: Pick<Seals, 'mac'>, endpointId: EndpointId, endpoint: EndpointRow) => ({
  endpointId,
  agencyId: endpoint.agencyId,
  url: endpoint.settings.url,
  events: [...endpoint.settings.patterns],
  description: endpoint.settings.description,
  status: endpoint.status,
  ...(endpoint.status === 'disabled' ? { disabledBecause: endpoint.because } : {}),
  publicKey: keysOf(seals, endpointId, endpoint.generation).publicKey,
});

export const PingReply = z.object({
  messageId: z.string(),
  /** Whether the receiver answered 2xx. */
  delivered: z.boolean(),
  /** The receiver's HTTP status; absent when it did not answer. */
  status: z.optional(z.int()),
  /** Why there was no answer. */
  reason: z.optional(z.string()),
  durationMs: z.int(),
});

export const AttemptReply = z.object({
  messageId: z.string(),
  type: z.string(),
  attempt: z.int(),
  at: z.iso.datetime(),
  outcome: z.enum(['delivered', 'failed', 'skipped']),
  status: z.optional(z.int()),
  reason: z.optional(z.string()),
  durationMs: z.int(),
  nextAttemptAt: z.optional(z.iso.datetime()),
});
