import { randomBytes } from 'node:crypto';
import type { Vault } from '../../kernel/vault.ts';
import { decrypt, encrypt, subjectToken } from '../node/sealing.ts';
import type { Database } from './database.ts';

const KEY_BYTES = 32;

const bytesOf = (stored: unknown): Buffer | undefined => (stored instanceof Uint8Array ? Buffer.from(stored) : undefined);

const placeOf = (token: string, generation: number): string => `${token}/${generation}`;

/** A subject's key as the file holds it: wrapped under its place. */
export const sealKey = (masterKey: Buffer, of: { readonly token: string; readonly generation: number }, key: Buffer): Buffer =>
  encrypt(masterKey, placeOf(of.token, of.generation), key);

/** A data key per subject, wrapped by the region's master key, which lives in a file of its own outside the database. */
export const createSqliteVault = (database: Database, masterKey: Buffer): Vault => {
  const generationOf = (token: string): number =>
    Number(database.get('SELECT MAX(generation) AS newest FROM vault_keys WHERE token = ?', token)?.['newest'] ?? 0);
  const keyAt = (token: string, generation: number): Buffer | undefined => {
    const row = database.get('SELECT wrapped FROM vault_keys WHERE token = ? AND generation = ?', token, generation);
    const wrapped = bytesOf(row?.['wrapped']);
    return wrapped === undefined ? undefined : decrypt(masterKey, placeOf(token, generation), wrapped);
  };
  const liveKey = (token: string): { generation: number; key: Buffer } => {
    const newest = generationOf(token);
    const key = keyAt(token, newest);
    if (key !== undefined) return { generation: newest, key };
    const fresh = randomBytes(KEY_BYTES);
    const generation = newest + 1;
    const wrapped = sealKey(masterKey, { token, generation }, fresh);
    database.run('INSERT INTO vault_keys (token, generation, wrapped) VALUES (?, ?, ?)', token, generation, wrapped);
    return { generation, key: fresh };
  };

  return {
    tokenOf: (identifier) => subjectToken(masterKey, identifier),
    seal: async (token, name, content) => {
      await database.write(() => {
        const { generation, key } = liveKey(token);
        database.run(
          `INSERT INTO vault_records (token, name, generation, content) VALUES (?, ?, ?, ?)
           ON CONFLICT (token, name) DO UPDATE SET generation = excluded.generation, content = excluded.content`,
          token,
          name,
          generation,
          encrypt(key, `${token}/${name}`, Buffer.from(content)),
        );
      });
    },
    open: async (token, name) => {
      const record = database.get('SELECT generation, content FROM vault_records WHERE token = ? AND name = ?', token, name);
      const content = bytesOf(record?.['content']);
      if (record === undefined || content === undefined) return { kind: 'missing' };
      const key = keyAt(token, Number(record['generation']));
      if (key === undefined) return { kind: 'erased' };
      return { kind: 'content', content: decrypt(key, `${token}/${name}`, content).toString() };
    },
    generationOf: async (token) => generationOf(token),
    erase: async (token, throughGeneration = Number.MAX_SAFE_INTEGER) => {
      if (generationOf(token) === 0) return 'unknown';
      await database.write(() =>
        database.run('UPDATE vault_keys SET wrapped = NULL WHERE token = ? AND generation <= ?', token, throughGeneration),
      );
      // The old page lives on in the write-ahead log until it is folded back; also when an earlier erasure got no further.
      database.checkpoint();
      return 'erased';
    },
  };
};
