import type { Ports } from '../../../infra/local/engine.ts';
import type { Message } from '../../../shared/kernel/messages.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import { hold } from '../law/violation.ts';

export interface Sent {
  readonly inbox: string;
  readonly message: Message;
  /** When a timer is due; absent for a message of now. */
  readonly at?: Instant;
}

/** Notes what really reached the inboxes: the last before the adapter, so that nothing can lie about it. */
export const createLedger = (subscribersOf: (type: string) => readonly string[]) => {
  const sent = new Map<string, Sent>();
  const secrets: string[] = [];
  const note = (one: Sent): void => {
    const place = `${one.inbox} ${one.message.id}`;
    if (sent.has(place)) return;
    const text = JSON.stringify(one.message.data);
    for (const secret of secrets) hold('I18', !text.includes(secret), () => `${place} names a person`);
    sent.set(place, one);
  };
  return {
    sent,
    secrets,
    noting: (ports: Ports): Ports => ({
      ...ports,
      inbox: {
        ...ports.inbox,
        send: async (inbox, message, options) => {
          await ports.inbox.send(inbox, message, options);
          note({ inbox, message, ...(options?.notBefore === undefined ? {} : { at: options.notBefore }) });
        },
        publish: async (messages) => {
          await ports.inbox.publish(messages);
          for (const message of messages) for (const inbox of subscribersOf(message.type)) note({ inbox, message });
        },
        schedule: async (inbox, message, at) => {
          await ports.inbox.schedule(inbox, message, at);
          note({ inbox, message, at });
        },
      },
    }),
  };
};
