import { subjectToken } from '../../../../shared/adapters/node/sealing.ts';
import type { Vault } from '../../../../shared/kernel/vault.ts';

interface Subject {
  /** Whether the key of each generation is still there; the first is generation 1. */
  readonly keys: boolean[];
  readonly records: Map<string, { readonly generation: number; readonly content: string }>;
}

/** A vault in memory. A destroyed key takes what it sealed with it; that there was something is still known. */
export const createMemoryVault = (masterKey: Buffer): Vault => {
  const subjects = new Map<string, Subject>();
  const tokens = new Map<string, string>();
  return {
    tokenOf: (identifier) => {
      const token = tokens.get(identifier) ?? subjectToken(masterKey, identifier);
      tokens.set(identifier, token);
      return token;
    },
    seal: async (token, name, content) => {
      const subject: Subject = subjects.get(token) ?? { keys: [], records: new Map() };
      subjects.set(token, subject);
      if (subject.keys.at(-1) !== true) subject.keys.push(true);
      subject.records.set(name, { generation: subject.keys.length, content });
    },
    open: async (token, name) => {
      const subject = subjects.get(token);
      const record = subject?.records.get(name);
      if (subject === undefined || record === undefined) return { kind: 'missing' };
      return subject.keys[record.generation - 1] === true ? { kind: 'content', content: record.content } : { kind: 'erased' };
    },
    generationOf: async (token) => subjects.get(token)?.keys.length ?? 0,
    erase: async (token, throughGeneration = Number.MAX_SAFE_INTEGER) => {
      const subject = subjects.get(token);
      if (subject === undefined) return 'unknown';
      for (const [index] of subject.keys.entries()) if (index < throughGeneration) subject.keys[index] = false;
      for (const [name, { generation }] of subject.records)
        if (subject.keys[generation - 1] !== true) subject.records.set(name, { generation, content: '' });
      return 'erased';
    },
  };
};
