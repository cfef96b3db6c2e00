import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../shared/adapters/sqlite/database.ts';

const KEY_BYTES = 32;

/** Says what the operator can do about it; the command prints it and exits. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

export interface DataFolder {
  readonly database: string;
  readonly log: string;
  readonly demo: string;
  /** Wraps every patient's key. Losing it is losing all personal data, which is its point. */
  readonly masterKey: Buffer;
}

/** What is deleted under a running region is lost without a word. */
const refuseWhenInUse = (database: string): void => {
  try {
    openDatabase({ path: database }).close();
  } catch (thrown) {
    if (isLocked(thrown)) throw inUse(database);
    // A file that cannot be read is no loss.
  }
};

export const isLocked = (thrown: unknown): boolean => thrown instanceof Error && /database is locked/.test(thrown.message);
export const inUse = (database: string): SetupError =>
  new SetupError(`${database} is in use by another process. Stop that one, or name another folder with --data.`);

/** The files of one region on this machine; `isFresh` begins anew and takes the old ones away. */
export const openDataFolder = (folder: string, region: string, isFresh: boolean): DataFolder => {
  const database = join(folder, `${region}.sqlite`);
  const keyFile = join(folder, `${region}.key`);
  const demo = join(folder, 'demo.json');
  if (isFresh && existsSync(database)) refuseWhenInUse(database);
  if (isFresh) for (const path of [database, `${database}-wal`, `${database}-shm`, keyFile, demo]) rmSync(path, { force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (existsSync(database) && !existsSync(keyFile)) {
    throw new SetupError(`${keyFile} is missing, so ${database} cannot be read. Put the key file back, or begin anew with --fresh.`);
  }
  if (!existsSync(keyFile)) writeFileSync(keyFile, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx' });
  const masterKey = readFileSync(keyFile);
  if (masterKey.length !== KEY_BYTES) throw new SetupError(`${keyFile} is not a key of ${KEY_BYTES} bytes.`);
  return { database, log: join(folder, `${region}.log`), demo, masterKey };
};
