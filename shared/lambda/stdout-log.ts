import { systemClock } from '../adapters/node/clock.ts';
import { createLog } from '../telemetry/log.ts';
import { metricsNamespace } from './env.ts';

/** One JSON line an entry, as CloudWatch Logs reads it. */
export const stdoutLog = createLog(systemClock, (line) => process.stdout.write(`${line}\n`), metricsNamespace);
