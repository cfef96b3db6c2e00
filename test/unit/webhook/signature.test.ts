import { createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { readKey, writeKeyPair, writeSecret } from '../../../shared/webhook/keys.ts';
import { signWebhook, webhookHeaders } from '../../../shared/webhook/sign.ts';
import { verifyWebhook } from '../../../shared/webhook/verify.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NOW = 1_614_265_330;
const content = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestampSeconds: NOW, body: '{"test": 2432232314}' };
const pair = writeKeyPair(Buffer.alloc(32, 9));

const received = (headers: Record<string, string | readonly string[] | undefined>, body = content.body) => ({
  headers,
  body: Buffer.from(body),
});
const genuine = webhookHeaders([SECRET, pair.privateKey], content);
const check = (headers: Record<string, string | readonly string[] | undefined>, keys = [SECRET], nowSeconds = NOW) =>
  verifyWebhook(keys, received(headers), { nowSeconds });

describe('a webhook signature', () => {
  it('is the one of the standard’s own vector', () => {
    expect(signWebhook([SECRET], content)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is the one of the reference library for every secret, id, time and body', () => {
    const bytes = fc.uint8Array({ minLength: 24, maxLength: 64 });
    fc.assert(
      fc.property(
        bytes,
        fc.stringMatching(/^msg_[A-Za-z0-9]{1,30}$/),
        fc.integer({ min: 1, max: 4e9 }),
        fc.string({ unit: 'grapheme' }),
        (raw, id, timestampSeconds, body) => {
          const secret = writeSecret(raw);
          const theirs = new Webhook(secret).sign(id, new Date(timestampSeconds * 1000), body);
          expect(signWebhook([secret], { id, timestampSeconds, body })).toBe(theirs);
        },
      ),
    );
  });

  it('is accepted by the reference library', () => {
    const timestampSeconds = Math.floor(Date.now() / 1000);
    const headers = webhookHeaders([pair.privateKey, SECRET], { ...content, timestampSeconds });
    expect(new Webhook(SECRET).verify(content.body, { ...headers })).toEqual({ test: 2432232314 });
  });

  it('is plain Ed25519 under v1a', () => {
    const [, signature = ''] = signWebhook([pair.privateKey], content).split(',');
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(pair.publicKey.slice('whpk_'.length), 'base64').toString('base64url') };
    const text = Buffer.from(`${content.id}.${NOW}.${content.body}`);
    expect(verify(null, text, createPublicKey({ key: jwk, format: 'jwk' }), Buffer.from(signature, 'base64'))).toBe(true);
  });

  it('comes once per key, in the order of the keys', () => {
    const other = writeSecret(Buffer.alloc(32, 1));
    expect(
      signWebhook([SECRET, other, pair.privateKey], content)
        .split(' ')
        .map((part) => part.split(',')[0]),
    ).toEqual(['v1', 'v1', 'v1a']);
  });

  it.each([pair.publicKey, 'whsec_', 'whsec_c2hvcnQ=', 'nonsense', ''])('cannot be made with %s', (key) => {
    expect(() => signWebhook([key], content)).toThrow(TypeError);
  });
});

describe('a webhook key', () => {
  it.each([
    [23, false],
    [24, true],
    [64, true],
    [65, false],
  ])('of %i bytes is a secret: %s', (length, isSecret) => {
    const write = () => writeSecret(Buffer.alloc(length));
    if (isSecret) expect(readKey(write())?.kind).toBe('hmac');
    else expect(write).toThrow(RangeError);
    expect(readKey(`whsec_${Buffer.alloc(length).toString('base64')}`) !== undefined).toBe(isSecret);
  });

  it('of Ed25519 has 32 bytes', () => {
    expect(() => writeKeyPair(Buffer.alloc(31))).toThrow(RangeError);
    expect(readKey(`whpk_${Buffer.alloc(31).toString('base64')}`)).toBeUndefined();
    expect([readKey(pair.privateKey)?.kind, readKey(pair.publicKey)?.kind]).toEqual(['ed25519-private', 'ed25519-public']);
  });
});

describe('a receiver', () => {
  it.each([
    ['the secret', [SECRET]],
    ['the public key', [pair.publicKey]],
    ['an old and a new secret', [writeSecret(Buffer.alloc(24, 5)), SECRET]],
  ])('accepts with %s', (_name, keys) => {
    expect(check(genuine, keys)).toEqual({ ok: true, id: content.id, timestampSeconds: NOW });
  });

  it('finds headers in any case', () => {
    const upper = Object.fromEntries(Object.entries(genuine).map(([name, value]) => [name.toUpperCase(), value]));
    expect(check(upper).ok).toBe(true);
  });

  it.each([
    [299, true],
    [300, true],
    [301, 'timestamp-too-old'],
    [-300, true],
    [-301, 'timestamp-too-new'],
  ])('judges a message %i seconds old: %s', (ageSeconds, expected) => {
    const verdict = check(genuine, [SECRET], NOW + ageSeconds);
    expect(verdict.ok ? true : verdict.reason).toBe(expected);
  });

  it.each([` ${NOW}`, `+${NOW}`, `${NOW}.0`, `0${NOW}`, '1.614265330e9', '', 'NaN', '-1', '９'])(
    'refuses the timestamp "%s"',
    (timestamp) => {
      expect(check({ ...genuine, 'webhook-timestamp': timestamp })).toEqual({ ok: false, reason: 'headers-malformed' });
    },
  );

  it.each([
    ['no id', { ...genuine, 'webhook-id': undefined }],
    ['an id with a full stop', { ...genuine, 'webhook-id': 'a.b' }],
    ['no signature', { ...genuine, 'webhook-signature': '' }],
    ['two ids', { ...genuine, 'webhook-id': ['a', 'b'] }],
    ['the same header twice in different case', { ...genuine, 'Webhook-Id': 'a' }],
    ['nothing', {}],
  ])('refuses headers with %s', (_name, headers) => {
    expect(check(headers)).toEqual({ ok: false, reason: 'headers-malformed' });
  });

  it.each([
    ['another body', { ...genuine }, '{"test": 2432232315}'],
    ['another id', { ...genuine, 'webhook-id': 'msg_other' }, content.body],
    ['another time', { ...genuine, 'webhook-timestamp': String(NOW + 1) }, content.body],
    ['another version', { ...genuine, 'webhook-signature': String(genuine['webhook-signature']).replaceAll('v1', 'v2') }, content.body],
    [
      'the ed25519 signature as v1',
      { ...genuine, 'webhook-signature': signWebhook([pair.privateKey], content).replace('v1a', 'v1') },
      content.body,
    ],
    ['garbage', { ...genuine, 'webhook-signature': 'v1, v1a, ,, v1,!!! v1a,AAAA' }, content.body],
    [
      'the right one behind sixteen wrong ones',
      { ...genuine, 'webhook-signature': `${'v1,AA== '.repeat(16)}${signWebhook([SECRET], content)}` },
      content.body,
    ],
  ])('refuses %s', (_name, headers, body) => {
    expect(verifyWebhook([SECRET, pair.publicKey], received(headers, body), { nowSeconds: NOW })).toEqual({
      ok: false,
      reason: 'signature-mismatch',
    });
  });

  it.each([[[]], [['nonsense']], [[SECRET, 'whsec_']]])('says so when its keys are %j', (keys) => {
    expect(check(genuine, keys)).toEqual({ ok: false, reason: 'key-malformed' });
  });

  it('gives a value on any garbage', () => {
    const header = fc.option(fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 3 })), { nil: undefined });
    const headers = fc.record({
      'webhook-id': header,
      'webhook-timestamp': fc.oneof(header, fc.constant(String(NOW))),
      'webhook-signature': header,
    });
    fc.assert(
      fc.property(headers, fc.uint8Array(), (some, body) => {
        expect(verifyWebhook([SECRET, pair.publicKey], { headers: some, body }, { nowSeconds: NOW }).ok).toBe(false);
      }),
    );
  });
});
