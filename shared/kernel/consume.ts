import { type ContextReactions, inboxOf } from './context.ts';
import { done, type Message, type Outcome, park, retry } from './messages.ts';
import type { Reaction } from './reaction.ts';
import type { Runtime } from './runtime.ts';

/**
 * A message in, one outcome out. All of an inbox's reactions to it run; those that were done before find their command
 * in its stream. A message that nobody reads any more is parked, never dropped.
 */
export const createConsumer = (contexts: readonly ContextReactions[], runtime: Runtime) => {
  const reactionsTo = new Map<string, Reaction[]>();
  for (const context of contexts) {
    for (const reaction of context.reactions) {
      for (const type of reaction.on) {
        const key = `${inboxOf(context, reaction)} ${type}`;
        reactionsTo.set(key, [...(reactionsTo.get(key) ?? []), reaction]);
      }
    }
  }

  return async (inbox: string, message: Message): Promise<Outcome> => {
    const reactions = reactionsTo.get(`${inbox} ${message.type}`);
    if (reactions === undefined) return park('no-reaction');
    for (const reaction of reactions) {
      const outcome = await attempt(reaction, message, runtime);
      if (outcome.kind !== 'done') return outcome;
    }
    return done;
  };
};

const attempt = async (reaction: Reaction, message: Message, runtime: Runtime): Promise<Outcome> => {
  try {
    return await reaction.handle(message, runtime);
  } catch (thrown) {
    runtime.log.failure('reaction.failed', thrown, { reaction: reaction.name, messageId: message.id });
    return retry('failure');
  }
};
