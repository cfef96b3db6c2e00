import type { EndpointId } from '../../../events/vocabulary/ids.ts';
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts';
import { answer } from '../../../shared/kernel/route.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import { type DestinationRefusal, judgeUrl } from '../../../shared/webhook/ssrf.ts';
import { endpointReply } from '../contract/endpoint-replies.ts';
import { type EndpointState, isLive } from '../domain/endpoint.ts';
import { PartnersPolicy } from '../domain/policy.ts';
import { keysOf } from '../gateways/signing-keys.ts';

/** What can be told from a URL before its name is resolved, which happens at every attempt. */
export const readUrl = (
  { policies }: Pick<Runtime, 'policies'>,
  text: string,
  now: Instant,
): Result<string, { readonly code: 'webhook-url-refused'; readonly reason: DestinationRefusal }> => {
  const judged = judgeUrl(text, PartnersPolicy.at(policies, now).rules.receivers);
  return judged.ok ? ok(judged.url.href) : refuse({ code: 'webhook-url-refused', reason: judged.reason });
};

/** The endpoint with the secret of its newest generation. */
export const secretAnswer = ({ seals }: Pick<Runtime, 'seals'>, endpointId: EndpointId, endpoint: EndpointState) => {
  if (!isLive(endpoint)) return refuse({ code: 'not-found' });
  const { secret } = keysOf(seals, endpointId, endpoint.generation);
  return ok(answer(201, { ...endpointReply(seals, endpointId, endpoint), secret }));
};
