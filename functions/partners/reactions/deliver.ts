import { done } from '../../../shared/kernel/messages.ts';
import { reaction } from '../../../shared/kernel/reaction.ts';
import { DELIVERIES_LANE, WebhookAttempt } from '../domain/delivery.ts';
import { STANDING, Standings } from '../views/standings.ts';
import { takeTurn } from './take-turn.ts';

/** Attempts that the fan-out left to the lane: to endpoints that fail or have their hands full, and every later one. */
export const deliver = reaction({
  name: 'deliver',
  on: WebhookAttempt,
  lane: DELIVERIES_LANE,
  handle: async ({ data: delivery, message, cause }, runtime) => {
    const standing = await Standings.get(runtime.views, delivery.endpointId, STANDING);
    await takeTurn(runtime, { delivery, message, cause, standing });
    return done;
  },
});
