import * as z from 'zod/mini';
import type { StreamId } from '../../kernel/ids.ts';
import type { Commit } from '../../kernel/journal.ts';
import { instant } from '../../kernel/time.ts';

const isStreamId = (text: string): text is StreamId => text.includes('#');

const StoredCommit = z.object({
  stream: z.string().check(z.minLength(3)),
  version: z.int(),
  commandId: z.string(),
  requestDigest: z.string(),
  at: z.string(),
  actor: z.object({ agencyId: z.optional(z.string()), role: z.string() }),
  correlationId: z.string(),
  causationId: z.string(),
  traceparent: z.optional(z.string()),
  events: z.array(z.unknown()),
});

/** A commit as the journal stores it. Throws on anything else; the error quotes nothing of it. */
export const readCommit = (content: string): Commit => {
  const read = StoredCommit.safeParse(JSON.parse(content));
  if (!read.success) throw new Error('not a commit');
  const { stream, at, actor, traceparent, ...rest } = read.data;
  if (!isStreamId(stream)) throw new Error('not a stream');
  return {
    ...rest,
    stream,
    at: instant(at),
    actor: actor.agencyId === undefined ? { role: actor.role } : { agencyId: actor.agencyId, role: actor.role },
    ...(traceparent === undefined ? {} : { traceparent }),
  };
};
