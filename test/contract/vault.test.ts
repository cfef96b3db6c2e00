import { afterEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../shared/adapters/sqlite/database.ts';
import { createSqliteVault } from '../../shared/adapters/sqlite/vault.ts';
import { vaultContract } from './vault-contract.ts';

const MASTER_KEY = Buffer.alloc(32, 7);

let opened: Database[] = [];
const openMemory = (): Database => {
  const database = openDatabase({ path: ':memory:' });
  opened.push(database);
  return database;
};
afterEach(() => {
  for (const database of opened) database.close();
  opened = [];
});

vaultContract('sqlite', () => createSqliteVault(openMemory(), MASTER_KEY));

describe('the sqlite vault', () => {
  it('opens nothing under another master key, and gives other tokens there', async () => {
    const database = openMemory();
    const [vault, stranger] = [createSqliteVault(database, MASTER_KEY), createSqliteVault(database, Buffer.alloc(32, 8))];
    await vault.seal('pt_one0', 'identity', 'secret');
    await expect(stranger.open('pt_one0', 'identity')).rejects.toThrow();
    expect(stranger.tokenOf('1')).not.toBe(vault.tokenOf('1'));
  });
  it.each([
    ['another name', "UPDATE vault_records SET name = 'document' WHERE name = 'identity'", 'pt_one0', 'document'],
    ['another subject', "UPDATE vault_records SET token = 'pt_two0' WHERE name = 'identity'", 'pt_two0', 'identity'],
    ['another byte', 'UPDATE vault_records SET content = CAST(content || char(1) AS BLOB)', 'pt_one0', 'identity'],
  ])('fails on a record that was moved or changed: %s', async (_what, tamper, token, name) => {
    const database = openMemory();
    const vault = createSqliteVault(database, MASTER_KEY);
    await vault.seal('pt_one0', 'identity', 'secret');
    await vault.seal('pt_two0', 'other', 'theirs');
    await database.write(() => database.run(tamper));
    await expect(vault.open(token, name)).rejects.toThrow();
  });
});
