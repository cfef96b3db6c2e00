import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Vault } from '../../shared/kernel/vault.ts';

const ID_NUMBER = '370102199001011234';

/** What every vault must do, whatever it is built on. `createVault` gives a fresh one. */
export const vaultContract = (name: string, createVault: () => Vault | Promise<Vault>): void => {
  describe(`the ${name} vault`, () => {
    let vault: Vault;
    let token: string;
    beforeEach(async () => {
      vault = await createVault();
      token = vault.tokenOf(ID_NUMBER);
    });
    const opened = (content: string) => ({ kind: 'content', content });

    it('gives one person one token that says nothing about the person', () => {
      expect(token).toMatch(/^pt_[A-Za-z0-9_-]{20,64}$/);
      expect(vault.tokenOf(ID_NUMBER)).toBe(token);
      expect(vault.tokenOf('370102199001011235')).not.toBe(token);
      expect(token).not.toContain('1990');
    });

    it('opens what was sealed, under its own token and name only', async () => {
      await vault.seal(token, 'identity', '王小明');
      expect(await vault.open(token, 'identity')).toEqual(opened('王小明'));
      expect(await vault.open(token, 'rx_1/document')).toEqual({ kind: 'missing' });
      expect(await vault.open(vault.tokenOf('another'), 'identity')).toEqual({ kind: 'missing' });
    });
    it('keeps any text whole', async () => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 2_000 }), async (content) => {
          await vault.seal(token, 'any', content);
          expect(await vault.open(token, 'any')).toEqual(opened(content));
        }),
        { numRuns: 25 },
      );
    });
    it('keeps the last of what was sealed under a name', async () => {
      await vault.seal(token, 'identity', 'first');
      await vault.seal(token, 'identity', 'second');
      expect(await vault.open(token, 'identity')).toEqual(opened('second'));
    });
    it('seals for one subject many things at once under one key', async () => {
      const names = Array.from({ length: 20 }, (_, index) => `rx_${index}/document`);
      await Promise.all(names.map((one) => vault.seal(token, one, `of ${one}`)));
      expect(await vault.generationOf(token)).toBe(1);
      expect(await Promise.all(names.map((one) => vault.open(token, one)))).toEqual(names.map((one) => opened(`of ${one}`)));
    });

    it('opens nothing of a person who was erased, and everything of the others', async () => {
      const other = vault.tokenOf('another');
      await vault.seal(token, 'identity', 'gone');
      await vault.seal(token, 'rx_1/document', 'gone too');
      await vault.seal(other, 'identity', 'here');
      expect(await vault.erase(token)).toBe('erased');
      expect(await vault.open(token, 'identity')).toEqual({ kind: 'erased' });
      expect(await vault.open(token, 'rx_1/document')).toEqual({ kind: 'erased' });
      expect(await vault.open(token, 'rx_2/document')).toEqual({ kind: 'missing' });
      expect(await vault.open(other, 'identity')).toEqual(opened('here'));
    });
    it('erases again without a word, and knows no stranger', async () => {
      await vault.seal(token, 'identity', 'gone');
      expect(await vault.erase(token)).toBe('erased');
      expect(await vault.erase(token)).toBe('erased');
      expect(await vault.erase(vault.tokenOf('stranger'))).toBe('unknown');
    });
    it('begins a new generation after an erasure, without bringing the old one back', async () => {
      expect(await vault.generationOf(token)).toBe(0);
      await vault.seal(token, 'rx_1/document', 'old');
      expect(await vault.generationOf(token)).toBe(1);
      await vault.erase(token);
      expect(await vault.generationOf(token)).toBe(1);
      await vault.seal(token, 'rx_2/document', 'new');
      expect(await vault.generationOf(token)).toBe(2);
      expect(await vault.open(token, 'rx_1/document')).toEqual({ kind: 'erased' });
      expect(await vault.open(token, 'rx_2/document')).toEqual(opened('new'));
    });
    it('lets a late copy of an erasure destroy nothing that was sealed since', async () => {
      await vault.seal(token, 'identity', 'old');
      await vault.erase(token, 1);
      await vault.seal(token, 'identity', 'new');
      expect(await vault.erase(token, 1)).toBe('erased');
      expect(await vault.open(token, 'identity')).toEqual(opened('new'));
      await vault.erase(token, 2);
      expect(await vault.open(token, 'identity')).toEqual({ kind: 'erased' });
    });
  });
};
