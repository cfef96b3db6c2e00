import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentHashOf } from '../../../functions/prescriptions/documents/hash.ts';
import { openDocument, sealDocument } from '../../../functions/prescriptions/documents/sealed.ts';
import { sealedNameOf } from '../../../functions/prescriptions/documents/sealed-name.ts';
import { openDatabase } from '../../../shared/adapters/sqlite/database.ts';
import { createSqliteVault } from '../../../shared/adapters/sqlite/vault.ts';
import { readJson } from '../../../shared/lambda/read-json.ts';

/** The same value with its members in the opposite order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
};

describe('the hash of a document', () => {
  it('is the SHA-256 of its RFC 8785 form', () => {
    // printf '{"a":[1,"处方"],"b":{"c":1.5}}' | sha256sum
    expect(documentHashOf({ b: { c: 1.5 }, a: [1.0, '处方'] })).toBe('77c40b6c5fff9f9501c4eac8b3411a2b662fe0d21963d40726b7b069095f1b3b');
  });
  it('does not know the order of members, but that of lists', () => {
    expect(documentHashOf({ a: 1, b: 2 })).toBe(documentHashOf({ b: 2, a: 1 }));
    expect(documentHashOf([1, 2])).not.toBe(documentHashOf([2, 1]));
    fc.assert(fc.property(fc.jsonValue(), (value) => documentHashOf(reversed(value)) === documentHashOf(value)));
  });
  it('tells any two documents apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const isSame = isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
        expect(documentHashOf(one) === documentHashOf(other)).toBe(isSame);
      }),
    );
  });
  it('is never asked of what has no RFC 8785 form: the edge refuses half a character', () => {
    const read = (text: string) => readJson(Buffer.from(text)).ok;
    expect(read('{"note":"\\ud83d\\ude00"}')).toBe(true);
    expect(read('{"note":"\\\\ud83d"}')).toBe(true);
    expect(read('{"note":"\\ud83d"}')).toBe(false);
    expect(read('{"\\uDE00":1}')).toBe(false);
    expect(read('{"note":"\\\\\\ud83d"}')).toBe(false);
  });
});

describe('a sealed document', () => {
  const document = {
    prescription: { diagnosis: '原发性高血压', lines: [{ drugName: '氨氯地平' }] },
    patient: { name: '王小明', idNumber: '370102199001011234', phone: '13800138000' },
  };
  const createVault = () => createSqliteVault(openDatabase({ path: ':memory:' }), Buffer.alloc(32, 7));

  it('comes back as it was, under its own prescription only', async () => {
    const vault = createVault();
    await sealDocument(vault, 'pt_one0', 'rx_one0', document);
    expect(await openDocument(vault, 'pt_one0', 'rx_one0')).toEqual({ kind: 'content', document });
    expect(await openDocument(vault, 'pt_one0', 'rx_two0')).toEqual({ kind: 'missing' });
    expect(await openDocument(vault, 'pt_two0', 'rx_one0')).toEqual({ kind: 'missing' });
  });
  it('keeps what was signed when a revision was sealed that nobody signed', async () => {
    const vault = createVault();
    const nameOf = (prescription: unknown): string => sealedNameOf('rx_one0', { documentHash: documentHashOf(prescription) });
    const revision = { ...document, prescription: { diagnosis: 'another' } };
    await sealDocument(vault, 'pt_one0', nameOf(document.prescription), document);
    await sealDocument(vault, 'pt_one0', nameOf(revision.prescription), revision);
    expect(await openDocument(vault, 'pt_one0', nameOf(document.prescription))).toEqual({ kind: 'content', document });
  });
  it('is gone with its patient’s key, while the next prescription begins anew', async () => {
    const vault = createVault();
    await sealDocument(vault, 'pt_one0', 'rx_one0', document);
    await vault.erase('pt_one0');
    await sealDocument(vault, 'pt_one0', 'rx_two0', document);
    expect(await openDocument(vault, 'pt_one0', 'rx_one0')).toEqual({ kind: 'erased' });
    expect(await openDocument(vault, 'pt_one0', 'rx_two0')).toEqual({ kind: 'content', document });
  });
});
