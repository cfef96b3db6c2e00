import type { OutgoingAnswer, OutgoingRequest } from '../../../shared/kernel/runtime.ts';
import { type Clock, epochMs } from '../../../shared/kernel/time.ts';
import { verifyWebhook } from '../../../shared/webhook/verify.ts';
import { hold } from '../law/violation.ts';
import type { Chance } from '../run/chance.ts';
import type { Tally } from '../run/tally.ts';

/** `forgetful` says yes and loses it; `confused` takes it in and answers 500; `slow` takes it in and lets us wait for nothing. */
type Mood = 'well' | 'dead' | 'slow' | 'confused' | 'forgetful' | 'gone' | 'busy';

export interface Webhook {
  readonly receiver: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const MOODS: readonly (readonly [number, Mood])[] = [
  [60, 'well'],
  [10, 'dead'],
  [8, 'slow'],
  [8, 'confused'],
  [6, 'forgetful'],
  [6, 'busy'],
  [1, 'gone'],
];

const ANSWERS: Readonly<Record<Mood, OutgoingAnswer>> = {
  well: { kind: 'answered', status: 204 },
  forgetful: { kind: 'answered', status: 200 },
  confused: { kind: 'answered', status: 500 },
  busy: { kind: 'answered', status: 503, retryAfter: '120' },
  gone: { kind: 'answered', status: 410 },
  dead: { kind: 'failed', reason: 'connection-refused' },
  slow: { kind: 'failed', reason: 'timeout' },
};
const ALL_GET_WELL = 0.85;
const TAKES_IN: readonly Mood[] = ['well', 'slow', 'confused'];

/** The partners' webhook servers. Each checks the signature, and knows what it said yes to. */
export const createReceivers = (
  { chance, clock, tally, isMoody }: { readonly chance: Chance; readonly clock: Clock; readonly tally: Tally; readonly isMoody: boolean },
  secretOf: ReadonlyMap<string, string>,
) => {
  const moods = new Map<string, Mood>();
  /** `receiver webhook-id` of what was answered with yes. */
  const acknowledged = new Set<string>();
  const seen = new Set<string>();
  const inbox: Webhook[] = [];
  let isCalm = !isMoody;

  const post = async (request: OutgoingRequest): Promise<OutgoingAnswer> => {
    const receiver = request.url.slice(request.url.lastIndexOf('/') + 1);
    if (!isCalm && chance.happens(0.2)) moods.set(receiver, chance.weighted(MOODS));
    const mood = moods.get(receiver) ?? 'well';
    const answer = ANSWERS[mood];
    tally.count('webhooks');
    if (mood !== 'well') tally.count(`fault receiver-${mood}`);
    const verified = verifyWebhook(
      [secretOf.get(receiver) ?? ''],
      { headers: request.headers, body: Buffer.from(request.body) },
      {
        nowSeconds: Math.floor(epochMs(clock.now()) / 1000),
      },
    );
    hold('webhook', verified.ok, () => `${receiver} cannot trust a webhook`);
    const place = `${receiver} ${request.headers['webhook-id']}`;
    if (answer.kind === 'answered' && answer.status < 300) acknowledged.add(place);
    if (TAKES_IN.includes(mood) && !seen.has(place)) {
      seen.add(place);
      const { type, data } = JSON.parse(request.body);
      inbox.push({ receiver, type, data });
    }
    return answer;
  };
  return {
    post,
    acknowledged,
    /** What came in since the last look. */
    take: (): readonly Webhook[] => inbox.splice(0),
    /** Nobody falls ill any more, and most get well; in some histories a few stay as they are until the last attempt. */
    calm: (): void => {
      isCalm = true;
      const isHealed = chance.happens(ALL_GET_WELL);
      for (const receiver of moods.keys()) if (isHealed || chance.happens(0.5)) moods.set(receiver, 'well');
    },
  };
};
