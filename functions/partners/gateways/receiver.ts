import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { epochMs, msBetween, SECOND_MS } from '../../../shared/kernel/time.ts';
import { webhookHeaders } from '../../../shared/webhook/sign.ts';
import type { LiveEndpoint } from '../domain/endpoint.ts';
import { signersOf } from './signing-keys.ts';

export interface Sending {
  readonly endpointId: string;
  readonly endpoint: LiveEndpoint;
  /** The `webhook-id`: the same at every attempt. */
  readonly messageId: string;
  readonly body: string;
  readonly timeoutMs: number;
  readonly traceparent?: string | undefined;
}

/** What a receiver made of one attempt. */
export interface Sent {
  readonly isDelivered: boolean;
  readonly status?: number;
  readonly reason?: string;
  readonly retryAfter?: string;
  readonly durationMs: number;
}

/** One signed POST to an agency's receiver; 2xx is delivered, everything else is not. */
export const sendWebhook = async ({ post, seals, clock }: Pick<Runtime, 'post' | 'seals' | 'clock'>, sending: Sending): Promise<Sent> => {
  const { endpointId, endpoint, messageId, body, timeoutMs, traceparent } = sending;
  const beganAt = clock.now();
  const content = { id: messageId, timestampSeconds: Math.floor(epochMs(beganAt) / SECOND_MS), body };
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Sanlian-Webhooks/1.0',
    ...webhookHeaders(signersOf(seals, endpointId, endpoint, beganAt), content),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
  const answer = await post({ url: endpoint.settings.url, headers, body, timeoutMs });
  const durationMs = msBetween(beganAt, clock.now());
  if (answer.kind !== 'answered') return { isDelivered: false, reason: answer.reason, durationMs };
  const { status, retryAfter } = answer;
  const isDelivered = status >= 200 && status < 300;
  return { isDelivered, status, durationMs, ...(retryAfter === undefined ? {} : { retryAfter }) };
};
