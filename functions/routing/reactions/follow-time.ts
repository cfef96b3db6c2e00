import { type Reaction, reaction } from '../../../shared/kernel/reaction.ts';
import { giveKnowing } from './give.ts';
import { ClaimDue, OffersDue, RetryDue } from './tasks.ts';

const lapseWhenOffersDue = reaction({
  name: 'lapse-when-offers-due',
  on: OffersDue,
  handle: (received, runtime) =>
    giveKnowing(received, runtime, { whileIn: ['OFFERING'], command: (moment) => ({ type: 'LapseOffers', ...moment }) }),
});

const giveUpWhenClaimDue = reaction({
  name: 'give-up-when-claim-due',
  on: ClaimDue,
  handle: (received, runtime) =>
    giveKnowing(received, runtime, {
      whileIn: ['ACCEPTED'],
      command: (moment) => ({ type: 'GiveUpClaim', offerId: received.data.offerId, ...moment }),
    }),
});

const retryWhenDue = reaction({
  name: 'retry-when-due',
  on: RetryDue,
  handle: (received, runtime) =>
    giveKnowing(received, runtime, {
      whileIn: ['EXHAUSTED'],
      command: (moment) => ({ type: 'RetryRouting', round: received.data.round, ...moment }),
    }),
});

/** What the routing's own deadlines bring. */
export const followTime: readonly Reaction[] = [lapseWhenOffersDue, giveUpWhenClaimDue, retryWhenDue];
