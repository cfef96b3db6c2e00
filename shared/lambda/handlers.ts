import type { Equipment, EquipmentOf } from '../adapters/aws/equipment.ts';
import { createAwsRuntime } from '../adapters/aws/runtime.ts';
import { createAwsSettling } from '../adapters/aws/settling.ts';
import { systemClock } from '../adapters/node/clock.ts';
import { createConsumer } from '../kernel/consume.ts';
import type { Context, ContextReactions } from '../kernel/context.ts';
import { handlerSettings } from './env.ts';
import { createHttpApi, type HttpHandler } from './http-api.ts';
import { lazy } from './lazy.ts';
import { createQueueConsumer, type QueueHandler } from './queue-consumer.ts';
import { readRegionFile } from './region-file.ts';
import { counting, stdoutLog } from './stdout-log.ts';

const createRuntime = async (equipment: Equipment = {}) =>
  createAwsRuntime({ settings: handlerSettings(), ...(await readRegionFile()), equipment, clock: systemClock, log: stdoutLog });

/** A context's routes as one Lambda, with the equipment that its manifest declares. Nothing is read before the first event, so that an import costs no request. */
export const httpApi = <Declared extends Context>(context: Declared, ...[equipment]: EquipmentOf<Declared>): HttpHandler => {
  const handler = lazy(async () => createHttpApi(context, await createRuntime(equipment)));
  return counting(async (event, lambda) => (await handler())(event, lambda));
};

/** A context's reactions as one Lambda behind all its inboxes. */
export const inbox = <Declared extends ContextReactions>(context: Declared, ...[equipment]: EquipmentOf<Declared>): QueueHandler => {
  const handler = lazy(async () => {
    const inboxes = Object.entries(handlerSettings().inboxes).map(([name, address]) => ({ inbox: name, ...address }));
    const { hide, park } = createAwsSettling();
    return createQueueConsumer({
      consume: createConsumer([context], await createRuntime(equipment)),
      inboxOf: (queueArn) => inboxes.find(({ arn }) => arn === queueArn),
      hide,
      park,
      log: stdoutLog,
    });
  });
  return counting(async (event) => (await handler())(event));
};
