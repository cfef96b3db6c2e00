import type { Log } from '../kernel/log.ts';
import { OutageError } from '../kernel/outage.ts';
import { type Clock, epochMs } from '../kernel/time.ts';
import { metricLine } from './metrics.ts';

/** Stack frames without the first line: an error's message may quote what it choked on. */
const framesOf = (thrown: unknown): readonly string[] =>
  thrown instanceof Error
    ? (thrown.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .map((line) => line.trim())
    : [];

/**
 * One JSON line an entry. Keeps codes, ids, numbers and flags; of an error its class and frames, of an outage its code. Counts only where there is a
 * namespace to count in: on AWS, which makes metrics of lines.
 */
export const createLog = (clock: Clock, write: (line: string) => void, namespace?: () => string): Log => ({
  info: (code, fields = {}) => write(JSON.stringify({ at: clock.now(), level: 'info', code, ...fields })),
  failure: (code, thrown, fields = {}) =>
    write(
      JSON.stringify({
        at: clock.now(),
        level: 'error',
        code,
        ...fields,
        error: thrown instanceof Error ? thrown.name : typeof thrown,
        ...(thrown instanceof OutageError ? { outage: thrown.code } : {}),
        frames: framesOf(thrown),
      }),
    ),
  count: (name, dimensions, by = 1) => {
    if (namespace !== undefined && by > 0) write(metricLine(namespace(), epochMs(clock.now()), name, { dimensions, by }));
  },
});
