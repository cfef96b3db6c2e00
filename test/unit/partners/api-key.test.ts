import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ApiKeyEvent,
  absentApiKey,
  decideApiKey,
  evolveApiKey,
  KeyStanding,
  standingOf,
} from '../../../functions/partners/domain/api-key.ts';
import { macOfSecret, readBearer, writeKeyText } from '../../../functions/partners/domain/key-text.ts';
import { createSeals, hashIds } from '../../../shared/adapters/node/ids.ts';
import { addMs } from '../../../shared/kernel/time.ts';
import { specificationOf } from '../../support/given.ts';
import { at, inAnHour, issueKey, keyIssued, keyRetired, keyRevoked, retireKey } from './examples.ts';

const given = specificationOf({ initial: absentApiKey, decide: decideApiKey, evolve: evolveApiKey, event: ApiKeyEvent });
const standing = (events: readonly ApiKeyEvent[], now = at) => {
  const { state } = given(...events);
  return state.status === 'absent' ? 'absent' : standingOf(state, now);
};

describe('an API key', () => {
  it('is issued once, with an expiry ahead or none', () => {
    given().when(issueKey()).then(keyIssued());
    given(keyIssued()).when(issueKey()).then();
    given()
      .when(issueKey({ expiresAt: inAnHour }))
      .then(keyIssued({ expiresAt: inAnHour }));
    given()
      .when(issueKey({ expiresAt: addMs(at, 1) }))
      .then(keyIssued({ expiresAt: addMs(at, 1) }));
    given()
      .when(issueKey({ expiresAt: at }))
      .thenRefused({ code: 'key-expiry-past' });
  });

  it('retires once, never later than it would have expired', () => {
    given(keyIssued()).when(retireKey()).then(keyRetired());
    given(keyIssued({ expiresAt: addMs(at, 10) }))
      .when(retireKey())
      .then(keyRetired(addMs(at, 10)));
    given(keyIssued(), keyRetired()).when(retireKey()).thenRefused({ code: 'key-not-active', currentStatus: 'retiring' });
    given(keyIssued(), keyRetired()).when(retireKey(inAnHour, inAnHour)).thenRefused({ code: 'key-not-active', currentStatus: 'expired' });
    given(keyIssued(), keyRevoked).when(retireKey()).thenRefused({ code: 'key-not-active', currentStatus: 'revoked' });
  });

  it('is revoked whatever it was, once', () => {
    const revoke = { type: 'RevokeApiKey', at } as const;
    given(keyIssued()).when(revoke).then(keyRevoked);
    given(keyIssued(), keyRetired()).when(revoke).then(keyRevoked);
    given(keyIssued(), keyRevoked).when(revoke).then();
    expect(given(keyIssued(), keyRetired(), keyRevoked).state).not.toHaveProperty('successor');
    expect(given(keyIssued(), keyRetired(), keyRevoked).state).not.toHaveProperty('type');
  });

  it('that was never issued cannot change', () => {
    given().when(retireKey()).thenRefused({ code: 'not-found' });
    given().when({ type: 'RevokeApiKey', at }).thenRefused({ code: 'not-found' });
  });

  it('is worth what its history says, to the millisecond', () => {
    expect(KeyStanding.options).toEqual(['active', 'retiring', 'expired', 'revoked']);
    expect(standing([keyIssued()])).toBe('active');
    expect(standing([keyIssued(), keyRetired()], addMs(inAnHour, -1))).toBe('retiring');
    expect(standing([keyIssued(), keyRetired()], inAnHour)).toBe('expired');
    expect(standing([keyIssued(), keyRetired(), keyRevoked])).toBe('revoked');
  });
});

describe('a history of a key that no decision makes', () => {
  it.each([[[keyRetired()]], [[keyRevoked]], [[keyIssued(), keyRevoked, keyRetired()]], [[keyIssued(), keyRevoked, keyRevoked]]])(
    'is not read',
    (history) => {
      expect(() => given(...history)).toThrow('a key changed that was not in use');
    },
  );
  it('holds no facts and no wishes that were never declared', () => {
    expect(() => given(keyIssued(), { type: 'ApiKeyLost' } as never)).toThrow('unreachable: ApiKeyLost');
    expect(() => given(keyIssued()).when({ type: 'LoseApiKey' } as never)).toThrow('unreachable: LoseApiKey');
  });
});

describe('the text of an API key', () => {
  const seals = createSeals(Buffer.alloc(32, 1));

  it('is read back to its region, id and secret', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), (seed, region) => {
        const keyId = hashIds.derive('key', seed);
        const read = readBearer(`Bearer ${writeKeyText(seals, region, keyId)}`);
        expect(read).toEqual({ region, keyId, secret: seals.mac('api-key', keyId) });
      }),
    );
  });

  it.each([
    undefined,
    '',
    'Bearer ',
    'Basic abc',
    'Bearer sk_jinan_short_x',
    `xBearer sk_jinan_${'a'.repeat(24)}_${'b'.repeat(43)}`,
    `Bearer sk_jinan_${'a'.repeat(24)}_${'b'.repeat(44)}`,
    `Bearer sk_jinan_${'a'.repeat(24)}_${'b'.repeat(43)} and more`,
    `Bearersk_jinan_${'a'.repeat(24)}_${'b'.repeat(43)}`,
    `Bearer sk_7inan_${'a'.repeat(24)}_${'b'.repeat(43)}`,
    `Bearer sk_jinan_${'a'.repeat(24)}_${'b'.repeat(42)}`,
    `sk_jinan_${'a'.repeat(24)}_${'b'.repeat(43)}`,
  ])('is not found in %s', (authorization) => {
    expect(readBearer(authorization)).toBeUndefined();
  });

  it('may stand after several spaces, and the scheme be written in any case', () => {
    const text = writeKeyText(seals, 'jinan', `key_${'a'.repeat(24)}`);
    expect(readBearer(`bearer   ${text}`)).toMatchObject({ region: 'jinan', keyId: `key_${'a'.repeat(24)}` });
  });

  it('is found again in what was stored of it, for as long as the purpose is called so', () => {
    expect(macOfSecret(seals, 'secret')).toBe(seals.mac('api-key-stored', 'secret'));
  });

  it('is stored as a MAC that does not hold the secret and differs by region key', () => {
    const secret = 'b'.repeat(43);
    expect(macOfSecret(seals, secret)).not.toContain(secret);
    expect(macOfSecret(seals, secret)).not.toBe(macOfSecret(createSeals(Buffer.alloc(32, 2)), secret));
  });
});
