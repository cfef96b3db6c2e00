import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';

const LOG_BYTES_MAX = 16 * 1024 * 1024;

/** Appends lines to a file; at 16 MiB it becomes `.1` (the former `.1` goes) and a new one begins. */
export const createLogFile = (path: string) => {
  let bytes = existsSync(path) ? statSync(path).size : 0;
  let file = openSync(path, 'a', 0o600);
  return {
    write: (line: string): void => {
      if (bytes > LOG_BYTES_MAX) {
        closeSync(file);
        renameSync(path, `${path}.1`);
        file = openSync(path, 'a', 0o600);
        bytes = 0;
      }
      bytes += writeSync(file, `${line}\n`);
    },
    close: (): void => closeSync(file),
  };
};
