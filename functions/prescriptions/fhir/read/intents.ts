import { each, member } from './element.ts';
import type { Message } from './message.ts';

/** A proposal is no prescription; an instance of a repeat (`basedOn`) is one of its own, since it has signatures of its own. */
const ORDERS = ['order', 'original-order', 'instance-order', 'reflex-order', 'filler-order'];

/** Reports each request that says something else than: dispense this. */
export const refuseOtherIntents = (message: Message): void => {
  for (const request of message.requests) {
    const { status, intent, doNotPerform } = request.value;
    if (status !== 'active') message.unsupported(member(request, 'status').path);
    if (!ORDERS.includes(intent)) message.unsupported(member(request, 'intent').path);
    if (doNotPerform === true) message.unsupported(member(request, 'doNotPerform').path);
    for (const original of each(member(request, 'basedOn'))) message.follow(original, message.requests);
  }
};
