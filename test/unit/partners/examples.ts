import { AgencyId, KeyId } from '../../../events/vocabulary/ids.ts';
import type { ApiKeyCommand, ApiKeyEvent } from '../../../functions/partners/domain/api-key.ts';
import type { EndpointCommand } from '../../../functions/partners/domain/endpoint.ts';
import type { EndpointEvent, EndpointSettings } from '../../../functions/partners/domain/endpoint-events.ts';
import { addMs, HOUR_MS, type Instant, instant } from '../../../shared/kernel/time.ts';

export const at = instant('2026-03-02T02:00:00.000Z');
export const inAnHour = addMs(at, HOUR_MS);
export const agencyId = AgencyId.parse('ag_pharmacy0000000000000001');
export const successor = KeyId.parse('key_successor0000000000001');

const keyFacts = { agencyId, role: 'pharmacy', label: 'till', secretMac: 'mac', issuedAt: at, expiresAt: undefined } as const;
export const issueKey = (over: { readonly expiresAt?: Instant } = {}): ApiKeyCommand => ({ type: 'IssueApiKey', ...keyFacts, ...over });
export const keyIssued = (over: { readonly expiresAt?: Instant } = {}): ApiKeyEvent => ({ type: 'ApiKeyIssued', ...keyFacts, ...over });
export const retireKey = (expiresAt: Instant = inAnHour, now: Instant = at): ApiKeyCommand => ({
  type: 'RetireApiKey',
  successor,
  at: now,
  expiresAt,
});
export const keyRetired = (expiresAt: Instant = inAnHour): ApiKeyEvent => ({ type: 'ApiKeyRetired', successor, expiresAt });
export const keyRevoked: ApiKeyEvent = { type: 'ApiKeyRevoked', revokedAt: at };

export const settings: EndpointSettings = { url: 'https://example.com/', patterns: ['offer.*'], description: '' };
export const otherSettings: EndpointSettings = { ...settings, url: 'https://example.org/' };
export const createEndpoint = (over: Partial<EndpointSettings> = {}): EndpointCommand => ({
  type: 'CreateEndpoint',
  agencyId,
  role: 'pharmacy',
  settings: { ...settings, ...over },
  at,
});
export const endpointCreated: EndpointEvent = { type: 'EndpointCreated', agencyId, role: 'pharmacy', settings, at };
export const changeEndpoint = (isEnabled: boolean, to: EndpointSettings = settings): EndpointCommand => ({
  type: 'ChangeEndpoint',
  settings: to,
  isEnabled,
  at: inAnHour,
});
export const disableEndpoint = (enabledAt: Instant = at): EndpointCommand => ({ type: 'DisableEndpoint', reason: 'failing', enabledAt });
export const endpointDisabled: EndpointEvent = { type: 'EndpointDisabled', reason: 'failing' };
export const endpointEnabled: EndpointEvent = { type: 'EndpointEnabled', at: inAnHour };
export const rotateSecret = (graceMs: number, now: Instant = at): EndpointCommand => ({ type: 'RotateSecret', at: now, graceMs });
export const secretRotated = (generation: number, previousUntil: Instant): EndpointEvent => ({
  type: 'SecretRotated',
  generation,
  previousUntil,
});
export const deleteEndpoint: EndpointCommand = { type: 'DeleteEndpoint' };
export const endpointDeleted: EndpointEvent = { type: 'EndpointDeleted' };
