import { type Counts, ofKind } from './tally.ts';

export interface Finished {
  readonly first: number;
  readonly counts: Counts;
  readonly digest: string;
  readonly violations: number;
  readonly seconds: number;
}

const line = (title: string, counts: readonly (readonly [string, number])[]): string =>
  `  ${title}: ${counts.map(([name, count]) => `${count} ${name}`).join(', ')}`;

const DIGEST_CHARS = 12;

/** What a run came to, for a person: how much happened, what went wrong, how it ended. */
export const reportOf = ({ first, counts, digest, violations, seconds }: Finished): string => {
  const { histories = 0, prescriptions = 0, commits = 0, messages = 0, webhooks = 0, requests = 0 } = counts;
  const perHistory = (count: number): string => (count / histories).toFixed(1);
  return [
    `${histories} histories from seed ${first} in ${seconds.toFixed(1)} s (${(histories / seconds).toFixed(1)}/s): ${violations} violations`,
    `  per history: ${perHistory(prescriptions)} prescriptions, ${perHistory(requests)} requests, ${perHistory(commits)} commits, ` +
      `${perHistory(messages)} messages, ${perHistory(webhooks)} webhooks, ${perHistory(ofKind('fault', counts).reduce((sum, [, count]) => sum + count, 0))} faults`,
    line('prescriptions ended', ofKind('end', counts)),
    line('faults', ofKind('fault', counts)),
    line('struck', ofKind('struck', counts)),
    line('answers', ofKind('answer', counts)),
    line('events', ofKind('event', counts)),
    `  digest of all journals: ${digest.slice(0, DIGEST_CHARS)}`,
  ].join('\n');
};
