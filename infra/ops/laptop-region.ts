import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../shared/adapters/node/clock.ts';
import { type Database, openDatabase } from '../../shared/adapters/sqlite/database.ts';
import { createSqliteHoldings } from '../../shared/adapters/sqlite/holdings.ts';
import { createSqliteInbox } from '../../shared/adapters/sqlite/inbox.ts';
import { createSqliteJournal } from '../../shared/adapters/sqlite/journal.ts';
import { createSqliteParked } from '../../shared/adapters/sqlite/parked.ts';
import { createSqliteVault } from '../../shared/adapters/sqlite/vault.ts';
import { createSqliteViews } from '../../shared/adapters/sqlite/views.ts';
import { subscribersOf } from '../../shared/kernel/context.ts';
import { contexts } from '../regions/contexts.ts';
import type { OpenedRegion } from './opened-region.ts';
import { OpsError } from './ops-error.ts';

const KEY_BYTES = 32;

const fileOf = (folder: string, region: string) => ({
  database: join(folder, `${region}.sqlite`),
  key: join(folder, `${region}.key`),
});

/** The file of a region that is stopped: a running one has it locked. */
export const openLaptopRegion = (folder: string, region: string): OpenedRegion => {
  const { database: path, key } = fileOf(folder, region);
  if (!existsSync(path)) throw new OpsError(`${folder} holds no region ${region}: there is no file ${path}. Name its folder with --data.`);
  if (!existsSync(key)) throw new OpsError(`${key} is missing, so ${path} cannot be read. Put the key file back.`);
  const masterKey = readFileSync(key);
  if (masterKey.length !== KEY_BYTES) throw new OpsError(`${key} is not a key of ${KEY_BYTES} bytes. Put the right key file back.`);
  const database = openUnlocked(path, region);
  const views = createSqliteViews(database, systemClock);
  const inbox = createSqliteInbox(database, systemClock, (type) => subscribersOf(contexts, type));
  return {
    region,
    place: folder,
    journal: createSqliteJournal(database),
    views,
    inbox,
    bus: inbox,
    scheduler: inbox,
    parked: createSqliteParked(database, systemClock),
    holdings: async () => createSqliteHoldings(database, createSqliteVault(database, masterKey), masterKey),
    masterKey: async () => masterKey,
    adoptKey: async () => {
      throw new OpsError(`${folder} has a key of its own already. Name a new folder with --data.`);
    },
    close: () => database.close(),
  };
};

/** A new file that has the key of the region that it will hold; one that a broken-off import left is taken up again. */
export const createLaptopRegion = (folder: string, region: string, masterKey: Buffer): OpenedRegion => {
  const { database, key } = fileOf(folder, region);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(key) && !existsSync(database)) {
    writeFileSync(key, masterKey, { mode: 0o600, flag: 'wx' });
    openDatabase({ path: database }).close();
  }
  return openLaptopRegion(folder, region);
};

const openUnlocked = (path: string, region: string): Database => {
  try {
    return openDatabase({ path });
  } catch (thrown) {
    if (thrown instanceof Error && /database is locked/.test(thrown.message))
      throw new OpsError(`${path} is in use: the region ${region} is running. Stop it (Ctrl+C where it was started), then try again.`);
    throw thrown;
  }
};
