import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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

/** The files of one region on this machine; `isFresh` begins anew and takes the old ones away. */
export const openDataFolder = (folder: string, region: string, isFresh: boolean): DataFolder => {
  const database = join(folder, `${region}.sqlite`);
  const keyFile = join(folder, `${region}.key`);
  const demo = join(folder, 'demo.json');
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
