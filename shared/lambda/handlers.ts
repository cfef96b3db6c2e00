import { createAwsRuntime } from '../adapters/aws/runtime.ts';
import { createAwsSettling } from '../adapters/aws/settling.ts';
import { systemClock } from '../adapters/node/clock.ts';
import { createConsumer } from '../kernel/consume.ts';
import type { Context } from '../kernel/context.ts';
import { handlerSettings } from './env.ts';
import { createHttpApi, type HttpHandler } from './http-api.ts';
import { lazy } from './lazy.ts';
import { createQueueConsumer, type QueueHandler } from './queue-consumer.ts';
import { readRegionFile } from './region-file.ts';
import { stdoutLog } from './stdout-log.ts';

const createRuntime = async () =>
  createAwsRuntime({ settings: handlerSettings(), ...(await readRegionFile()), clock: systemClock, log: stdoutLog });

/** A context's routes as one Lambda. Nothing is read before the first event, so that an import costs no request. */
export const httpApi = (context: Context): HttpHandler => {
  const handler = lazy(async () => createHttpApi(context, await createRuntime()));
  return async (event, lambda) => (await handler())(event, lambda);
};

/** A context's reactions as one Lambda behind all its inboxes. */
export const inbox = (context: Context): QueueHandler => {
  const handler = lazy(async () => {
    const inboxes = Object.entries(handlerSettings().inboxes).map(([name, address]) => ({ inbox: name, ...address }));
    const { hide, park } = createAwsSettling();
    return createQueueConsumer({
      consume: createConsumer([context], await createRuntime()),
      inboxOf: (queueArn) => inboxes.find(({ arn }) => arn === queueArn),
      hide,
      park,
      log: stdoutLog,
    });
  });
  return async (event) => (await handler())(event);
};
