import * as z from 'zod/mini';
import { AgencyId, KeyId } from '../../../events/vocabulary/ids.ts';
import { Role } from '../../../events/vocabulary/roles.ts';
import { InstantText } from '../../../events/vocabulary/values.ts';
import { ok, type Result, refuse, unreachable } from '../../../shared/kernel/result.ts';
import { earlierOf, type Instant } from '../../../shared/kernel/time.ts';

const issued = z.object({
  type: z.literal('ApiKeyIssued'),
  agencyId: AgencyId,
  role: Role,
  label: z.string(),
  /** A MAC of the secret; the secret itself is never stored. */
  secretMac: z.string(),
  issuedAt: InstantText,
  expiresAt: z.optional(InstantText),
});
export const ApiKeyEvent = z.discriminatedUnion('type', [
  issued,
  z.object({ type: z.literal('ApiKeyRetired'), successor: KeyId, expiresAt: InstantText }),
  z.object({ type: z.literal('ApiKeyRevoked'), revokedAt: InstantText }),
]);
export type ApiKeyEvent = z.infer<typeof ApiKeyEvent>;
type KeyFacts = Omit<z.infer<typeof issued>, 'type'>;

export type ApiKeyState =
  | { readonly status: 'absent' }
  | (Readonly<KeyFacts> & { readonly status: 'issued'; readonly successor?: KeyId })
  | (Readonly<KeyFacts> & { readonly status: 'revoked'; readonly revokedAt: Instant });
export type KnownApiKey = Exclude<ApiKeyState, { status: 'absent' }>;

/** What a key is worth now. `retiring`: it has a successor and opens until it expires. */
export const KeyStanding = z.enum(['active', 'retiring', 'expired', 'revoked']);
export type KeyStanding = z.infer<typeof KeyStanding>;

interface Datable {
  readonly status: KnownApiKey['status'];
  readonly expiresAt?: Instant | undefined;
  readonly successor?: KeyId | undefined;
}

export const standingOf = ({ status, expiresAt, successor }: Datable, at: Instant): KeyStanding => {
  if (status === 'revoked') return 'revoked';
  // Stryker disable next-line ConditionalExpression: what is not there is not before a moment either; the compiler wants it said
  if (expiresAt !== undefined && expiresAt <= at) return 'expired';
  return successor === undefined ? 'active' : 'retiring';
};

export type ApiKeyCommand =
  | (Readonly<KeyFacts> & { readonly type: 'IssueApiKey' })
  | { readonly type: 'RetireApiKey'; readonly successor: KeyId; readonly at: Instant; readonly expiresAt: Instant }
  | { readonly type: 'RevokeApiKey'; readonly at: Instant };

export type ApiKeyRefusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'agency-suspended' }
  | { readonly code: 'key-expiry-past' }
  | { readonly code: 'key-not-active'; readonly currentStatus: KeyStanding };
type Decision = Result<readonly ApiKeyEvent[], ApiKeyRefusal>;

export const absentApiKey: ApiKeyState = { status: 'absent' };

export const decideApiKey = (key: ApiKeyState, command: ApiKeyCommand): Decision => {
  if (command.type === 'IssueApiKey') return issue(key, command);
  if (key.status === 'absent') return refuse({ code: 'not-found' });
  switch (command.type) {
    case 'RetireApiKey': {
      const currentStatus = standingOf(key, command.at);
      if (currentStatus !== 'active') return refuse({ code: 'key-not-active', currentStatus });
      const expiresAt = earlierOf(key.expiresAt ?? command.expiresAt, command.expiresAt);
      return ok([{ type: 'ApiKeyRetired', successor: command.successor, expiresAt }]);
    }
    case 'RevokeApiKey':
      return ok(key.status === 'revoked' ? [] : [{ type: 'ApiKeyRevoked', revokedAt: command.at }]);
    default:
      return unreachable(command);
  }
};

const issue = (key: ApiKeyState, command: Extract<ApiKeyCommand, { type: 'IssueApiKey' }>): Decision => {
  // Its id comes from the command, so a key that is there already is this very one.
  if (key.status !== 'absent') return ok([]);
  const isPast = standingOf({ status: 'issued', expiresAt: command.expiresAt }, command.issuedAt) === 'expired';
  if (isPast) return refuse({ code: 'key-expiry-past' });
  return ok([{ ...command, type: 'ApiKeyIssued' }]);
};

export const evolveApiKey = (key: ApiKeyState, event: ApiKeyEvent): ApiKeyState => {
  if (event.type === 'ApiKeyIssued') {
    const { type: _type, ...facts } = event;
    return { ...facts, status: 'issued' };
  }
  if (key.status !== 'issued') throw new Error('a key changed that was not in use');
  switch (event.type) {
    case 'ApiKeyRetired':
      return { ...key, successor: event.successor, expiresAt: event.expiresAt };
    case 'ApiKeyRevoked': {
      const { successor: _successor, ...facts } = key;
      return { ...facts, status: 'revoked', revokedAt: event.revokedAt };
    }
    default:
      return unreachable(event);
  }
};
