import { existsSync, readFileSync } from 'node:fs';
import type { World } from './world.ts';

const FILES = ['', '-wal', '-shm'];

/** Every byte that the region has on disk. */
export const bytesOnDisk = (path: string): Buffer =>
  Buffer.concat(FILES.map((end) => path + end).flatMap((file) => (existsSync(file) ? [readFileSync(file)] : [])));

export type Row = Readonly<Record<string, unknown>>;

/** Every row of every table, vault and queues included. */
export const rowsOf = ({ engine: { database } }: World): Readonly<Record<string, readonly Row[]>> => {
  const tables = database.all("SELECT name FROM sqlite_schema WHERE type = 'table'").map(({ name }) => String(name));
  return Object.fromEntries(tables.map((table) => [table, database.all(`SELECT * FROM "${table}"`)]));
};

/** Every text in every column of every table, and everything that was logged or sent out. */
export const everyText = (world: World): string => JSON.stringify([rowsOf(world), world.logged, world.outgoing]);

/** A text as it could stand in a file: as it is, escaped as JSON, in base64 at any of its three offsets, in UTF-16. */
export const spellingsOf = (text: string): readonly Buffer[] => {
  const bytes = Buffer.from(text);
  const shifted = [0, 1, 2].map((pad) =>
    Buffer.concat([Buffer.alloc(pad), bytes])
      .toString('base64')
      .slice(pad === 0 ? 0 : 4, -4),
  );
  const escaped = text.replaceAll(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [
    bytes,
    Buffer.from(escaped),
    Buffer.from(text, 'utf16le'),
    ...shifted.filter((one) => one.length >= 6).map((one) => Buffer.from(one)),
  ];
};

/** Those of these texts that can be read in it, in whatever spelling. */
export const readableIn = (haystack: Buffer, texts: readonly string[]): readonly string[] =>
  texts.filter((text) => spellingsOf(text).some((spelling) => haystack.includes(spelling)));
