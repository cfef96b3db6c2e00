import { randomBytes } from 'node:crypto';
import type { Vault } from '../../kernel/vault.ts';
import { decrypt, encrypt, subjectToken } from '../node/sealing.ts';
import type { Database } from './database.ts';

const KEY_BYTES = 32;

const bytesOf = (stored: unknown): Buffer | undefined => (stored instanceof Uint8Array ? Buffer.from(stored) : undefined);

/** A data key per subject, wrapped by the region's master key, which lives in a file of its own outside the database. */
export const createSqliteVault = (database: Database, masterKey: Buffer): Vault => {
  const newestKey = (token: string): { generation: number; key: Buffer | undefined } => {
    const row = database.get('SELECT generation, wrapped FROM vault_keys WHERE token = ? ORDER BY generation DESC LIMIT 1', token);
    const wrapped = bytesOf(row?.['wrapped']);
    return { generation: Number(row?.['generation'] ?? 0), key: wrapped === undefined ? undefined : decrypt(masterKey, token, wrapped) };
  };
  const keyFor = (token: string): { generation: number; key: Buffer } => {
    const { generation, key } = newestKey(token);
    if (key !== undefined) return { generation, key };
    const fresh = randomBytes(KEY_BYTES);
    database.run(
      'INSERT INTO vault_keys (token, generation, wrapped) VALUES (?, ?, ?)',
      token,
      generation + 1,
      encrypt(masterKey, token, fresh),
    );
    return { generation: generation + 1, key: fresh };
  };

  return {
    tokenOf: (identifier) => subjectToken(masterKey, identifier),
    seal: async (token, name, content) => {
      await database.write(() => {
        const { generation, key } = keyFor(token);
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
      const row = database.get('SELECT wrapped FROM vault_keys WHERE token = ? AND generation = ?', token, Number(record['generation']));
      const wrapped = bytesOf(row?.['wrapped']);
      if (wrapped === undefined) return { kind: 'erased' };
      return { kind: 'content', content: decrypt(decrypt(masterKey, token, wrapped), `${token}/${name}`, content).toString() };
    },
    erase: async (token) => {
      const known = await database.write(() => {
        database.run('UPDATE vault_keys SET wrapped = NULL WHERE token = ?', token);
        return database.get('SELECT 1 FROM vault_keys WHERE token = ? LIMIT 1', token) !== undefined;
      });
      // The old page lives on in the write-ahead log until it is folded back.
      if (known) database.checkpoint();
      return known ? 'erased' : 'unknown';
    },
  };
};
