import { readCommit } from '../adapters/aws/commit.ts';
import { COMMIT_ATTRIBUTE, MOVED_ATTRIBUTE } from '../adapters/aws/keys.ts';
import { createAwsProjector, createAwsRelay } from '../adapters/aws/readers.ts';
import { systemClock } from '../adapters/node/clock.ts';
import type { ContextStreams } from '../kernel/context.ts';
import { OutageError } from '../kernel/outage.ts';
import { projectorSettings, relaySettings } from './env.ts';
import { lazy } from './lazy.ts';
import { counting, stdoutLog } from './stdout-log.ts';
import { createStreamConsumer, type StreamConsumerDeps, type StreamHandler } from './stream-consumer.ts';

type Reader = Pick<StreamConsumerDeps, 'handle' | 'park'>;

const streamHandler = (name: StreamConsumerDeps['name'], createReader: () => Reader): StreamHandler => {
  const handler = lazy(async () =>
    createStreamConsumer({
      name,
      ...createReader(),
      readCommit,
      contentAttribute: COMMIT_ATTRIBUTE,
      movedAttribute: MOVED_ATTRIBUTE,
      isOutage: (thrown) => thrown instanceof OutageError,
      clock: systemClock,
      log: stdoutLog,
    }),
  );
  return counting(async (event) => (await handler())(event));
};

/** Commits of all contexts to events on the bus and timers in the inboxes. */
export const relay = (contexts: readonly ContextStreams[]): StreamHandler =>
  streamHandler('relay', () => {
    const { handle, park } = createAwsRelay(contexts, relaySettings(), systemClock);
    return {
      park,
      handle: async (run) => {
        const { events, timers } = await handle(run);
        stdoutLog.count('eventsRelayed', { kind: 'event' }, events);
        stdoutLog.count('eventsRelayed', { kind: 'timer' }, timers);
      },
    };
  });

/** Commits of all contexts to rows of read models. */
export const projector = (contexts: readonly ContextStreams[]): StreamHandler =>
  streamHandler('projector', () => createAwsProjector(contexts, projectorSettings(), systemClock));
