import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGenuine, type SignatureClaim, signedText } from '../../../functions/prescriptions/documents/signature.ts';

const pair = generateKeyPairSync('ed25519');
const rawKey = (key: typeof pair.publicKey): string => key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
const facts = { role: 'prescriber', documentHash: 'ab'.repeat(32), signedAt: '2026-03-02T10:00:00+08:00' } as const;

const signed = (over: Partial<SignatureClaim> = {}): SignatureClaim => ({
  publicKey: rawKey(pair.publicKey),
  ...facts,
  signature: sign(null, Buffer.from(signedText(facts.role, facts.documentHash, facts.signedAt)), pair.privateKey).toString('base64'),
  ...over,
});
const flipped = (base64: string): string => {
  const bytes = Buffer.from(base64, 'base64');
  bytes[5] = (bytes[5] ?? 0) ^ 1;
  return bytes.toString('base64');
};

describe('a signature', () => {
  it('binds version, role, document and time, one a line', () => {
    expect(signedText('pharmacist', 'cafe', '2026-03-02T02:00:00Z')).toBe('sanlian-signature-v1\npharmacist\ncafe\n2026-03-02T02:00:00Z');
  });
  it('is genuine when its signer made it', () => {
    expect(isGenuine(signed())).toBe(true);
  });
  it.each<[string, Partial<SignatureClaim>]>([
    ['in another role', { role: 'pharmacist' }],
    ['over another document', { documentHash: 'ac'.repeat(32) }],
    ['at another time', { signedAt: '2026-03-02T10:00:01+08:00' }],
    ['at the same time in another spelling', { signedAt: '2026-03-02T02:00:00Z' }],
    ['by another key', { publicKey: rawKey(generateKeyPairSync('ed25519').publicKey) }],
    ['with a bit flipped', { signature: flipped(signed().signature) }],
    ['with an empty key', { publicKey: '' }],
    ['with an empty signature', { signature: '' }],
    ['in base64url', { publicKey: Buffer.alloc(32, 0xff).toString('base64url') }],
    ['with spaces around the signature', { signature: ` ${signed().signature}` }],
  ])('is not genuine %s', (_what, over) => {
    expect(isGenuine(signed(over))).toBe(false);
  });
  it('survives any garbage', () => {
    const bytes = (length: number) =>
      fc.uint8Array({ minLength: length, maxLength: length }).map((raw) => Buffer.from(raw).toString('base64'));
    fc.assert(
      fc.property(fc.oneof(fc.string(), bytes(32)), fc.oneof(fc.string(), bytes(64)), fc.string(), (publicKey, signature, documentHash) => {
        expect(isGenuine({ ...facts, publicKey, signature, documentHash })).toBe(false);
      }),
    );
  });
});
