import { systemClock } from '../adapters/node/clock.ts';
import { createLog } from '../telemetry/log.ts';
import { summed } from '../telemetry/summed.ts';
import { metricsNamespace } from './env.ts';

/** One JSON line an entry, as CloudWatch Logs reads it. */
export const stdoutLog = summed(createLog(systemClock, (line) => process.stdout.write(`${line}\n`), metricsNamespace));

/** A handler whose counts are written when it ends, however it ends: Lambda stands still after that. */
export const counting =
  <Event extends readonly unknown[], Answer>(handler: (...event: Event) => Promise<Answer>): ((...event: Event) => Promise<Answer>) =>
  async (...event) => {
    try {
      return await handler(...event);
    } finally {
      stdoutLog.flush();
    }
  };
