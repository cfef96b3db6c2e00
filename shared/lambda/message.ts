import * as z from 'zod/mini';
import type { Message } from '../kernel/messages.ts';
import { instant } from '../kernel/time.ts';

const MessageText = z.object({
  id: z.string(),
  type: z.string(),
  occurredAt: z.string(),
  correlationId: z.string(),
  causationId: z.string(),
  traceparent: z.optional(z.string()),
  dueAt: z.optional(z.string()),
  data: z.unknown(),
});

/** A message as a queue holds it; undefined for what none of us sent. */
export const readMessage = (text: string): Message | undefined => {
  try {
    const { occurredAt, traceparent, dueAt, data, ...rest } = MessageText.parse(JSON.parse(text));
    return {
      ...rest,
      occurredAt: instant(occurredAt),
      ...(traceparent === undefined ? {} : { traceparent }),
      ...(dueAt === undefined ? {} : { dueAt: instant(dueAt) }),
      data,
    };
  } catch {
    return undefined;
  }
};
