import { KeyId } from '../../../events/vocabulary/ids.ts';
import { stepOf } from '../../../shared/kernel/execute.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer } from '../../../shared/kernel/route.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { addMs, type Instant } from '../../../shared/kernel/time.ts';
import { agencies, apiKeys } from '../aggregates.ts';
import { KeyReply, keyReply, NewKeyReply, pageOf } from '../contract/replies.ts';
import { AgencyParams, KeyParams, KeyRotation, NewKey, PageQuery, viewPage } from '../contract/requests.ts';
import type { ApiKeyState } from '../domain/api-key.ts';
import { macOfSecret, secretOf, writeKeyText } from '../domain/key-text.ts';
import { KeysOfAgency } from '../views/keys-of-agency.ts';
import { route } from './route.ts';

export const issueKey = route({
  method: 'POST',
  path: '/v1/agencies/{agencyId}/keys',
  operationId: 'issueKey',
  summary: 'Issue an API key for an agency; its text is in this answer and in repeats of this request only',
  access: ['platform'],
  params: AgencyParams,
  body: NewKey,
  success: { status: 201, body: NewKeyReply, description: 'Opens from now on.' },
  problems: ['agency-suspended', 'key-expiry-past'],
  example: { params: { agencyId: '{{pharmacyId}}' }, body: { label: 'till 1' } },
  handle: async ({ params: { agencyId }, body, cause, now }, { execute, load, ids, seals, region }) => {
    const keyId = KeyId.parse(ids.derive('key', cause.commandId));
    const outcome = await execute(apiKeys, keyId, cause, async () => {
      const { state: agency } = await load(agencies, agencyId);
      if (agency.status === 'absent') return refuse({ code: 'not-found' });
      if (agency.status === 'suspended') return refuse({ code: 'agency-suspended' });
      const secretMac = macOfSecret(seals, secretOf(seals, keyId));
      const { label = '', expiresAt } = body;
      return ok({ type: 'IssueApiKey', agencyId, role: agency.role, label, secretMac, issuedAt: now, expiresAt });
    });
    return outcome.ok ? newKeyAnswer(keyId, outcome.value.state, { seals, region, now }) : outcome;
  },
});

export const listKeys = route({
  method: 'GET',
  path: '/v1/agencies/{agencyId}/keys',
  operationId: 'listKeys',
  summary: 'List an agency’s keys, without their texts; a change shows here within seconds',
  access: ['platform'],
  params: AgencyParams,
  query: PageQuery,
  success: { status: 200, body: pageOf(KeyReply), description: 'One page, by key id.' },
  problems: [],
  example: { params: { agencyId: '{{pharmacyId}}' }, query: {} },
  handle: async ({ params: { agencyId }, query, now }, { load, views }) => {
    const { state } = await load(agencies, agencyId);
    if (state.status === 'absent') return refuse({ code: 'not-found' });
    const page = await KeysOfAgency.list(views, { partition: agencyId, ...viewPage(query) });
    return ok(answer(200, { ...page, items: page.items.map((key) => keyReply(key.keyId, key, now)) }));
  },
});

export const rotateKey = route({
  method: 'POST',
  path: '/v1/agencies/{agencyId}/keys/{keyId}/rotate',
  operationId: 'rotateKey',
  summary: 'Issue a key’s successor; the old one opens for overlapMs more, 0 ends it at once',
  access: ['platform'],
  params: KeyParams,
  body: KeyRotation,
  success: { status: 201, body: NewKeyReply, description: 'The successor, with its text.' },
  problems: ['agency-suspended', 'key-expiry-past', 'key-not-active'],
  example: { params: { agencyId: '{{pharmacyId}}', keyId: '{{keyId}}' }, body: { overlapMs: 86_400_000 } },
  handle: async ({ params: { agencyId, keyId }, body: { overlapMs }, cause, now }, { execute, load, ids, seals, region }) => {
    const successor = KeyId.parse(ids.derive('key', cause.commandId));
    // The old key's stream decides first: of two rotations at once only one gets a successor.
    const retired = await execute(apiKeys, keyId, cause, async (old) => {
      if (old.status === 'absent' || old.agencyId !== agencyId) return refuse({ code: 'not-found' });
      const { state: agency } = await load(agencies, agencyId);
      if (agency.status === 'suspended') return refuse({ code: 'agency-suspended' });
      return ok({ type: 'RetireApiKey', successor, at: now, expiresAt: addMs(now, overlapMs) });
    });
    if (!retired.ok) return retired;
    const { state: old } = retired.value;
    if (old.status === 'absent') return refuse({ code: 'not-found' });

    const issued = await execute(apiKeys, successor, stepOf(cause, 'issue', ids), () => {
      const secretMac = macOfSecret(seals, secretOf(seals, successor));
      return ok({ type: 'IssueApiKey', agencyId, role: old.role, label: old.label, secretMac, issuedAt: now, expiresAt: undefined });
    });
    return issued.ok ? newKeyAnswer(successor, issued.value.state, { seals, region, now }) : issued;
  },
});

export const revokeKey = route({
  method: 'DELETE',
  path: '/v1/agencies/{agencyId}/keys/{keyId}',
  operationId: 'revokeKey',
  summary: 'Revoke a key: it opens nothing from this answer on',
  access: ['platform'],
  params: KeyParams,
  success: { status: 200, body: KeyReply, description: 'Revoked, now or before.' },
  problems: ['agency-suspended', 'key-expiry-past', 'key-not-active'],
  example: { params: { agencyId: '{{pharmacyId}}', keyId: '{{keyId}}' } },
  handle: async ({ params: { agencyId, keyId }, cause, now }, { execute }) => {
    const outcome = await execute(apiKeys, keyId, cause, (key) =>
      key.status === 'absent' || key.agencyId !== agencyId ? refuse({ code: 'not-found' }) : ok({ type: 'RevokeApiKey', at: now }),
    );
    if (!outcome.ok) return outcome;
    const { state } = outcome.value;
    return state.status === 'absent' ? refuse({ code: 'not-found' }) : ok(answer(200, keyReply(keyId, state, now)));
  },
});

interface Issuer extends Pick<Runtime, 'seals' | 'region'> {
  readonly now: Instant;
}

const newKeyAnswer = (keyId: KeyId, key: ApiKeyState, { seals, region, now }: Issuer) =>
  key.status === 'absent'
    ? refuse({ code: 'not-found' })
    : ok(answer(201, { ...keyReply(keyId, key, now), apiKey: writeKeyText(seals, region, keyId) }));
