import {
  OfferAcceptedV1,
  OfferDeclinedV1,
  OfferLapsedV1,
  OfferMadeV1,
  OfferWithdrawnV1,
  RoutingExhaustedV1,
} from '../../events/routing.ts';
import { type Announcement, type Deadline, defineAggregate } from '../../shared/kernel/aggregate.ts';
import type { RoutingCommand, RoutingRefusal } from './domain/commands.ts';
import { decide } from './domain/decide.ts';
import { RoutingEvent } from './domain/events.ts';
import { evolve } from './domain/evolve.ts';
import { isRouted, type Routing, type Search } from './domain/routing.ts';
import { ClaimDue, OffersDue, RetryDue } from './reactions/tasks.ts';
import { offerRows } from './views/offers.ts';

/** One stream per fill, `routing#rx_….1`. */
export const routings = defineAggregate<Routing, RoutingCommand, RoutingEvent, RoutingRefusal>({
  name: 'routing',
  event: RoutingEvent,
  initial: { status: 'ABSENT' },
  decide,
  evolve,
  announces: (event, state) => (isRouted(state) ? announcementsOf(event, state.search) : []),
  deadlines: (event, state) => (isRouted(state) ? deadlinesOf(event, state.search) : []),
  views: offerRows,
});

const announcementsOf = (event: RoutingEvent, search: Search): readonly Announcement[] => {
  const { prescriptionId, fill } = search;
  switch (event.type) {
    case 'OffersMade':
      return event.offers.map((offer) => OfferMadeV1.announce({ ...offer, prescriptionId, fill, wave: event.wave }));
    case 'OfferAccepted':
      return [OfferAcceptedV1.announce({ ...event, prescriptionId, fill })];
    case 'OfferDeclined':
      return [OfferDeclinedV1.announce({ ...event, prescriptionId, fill })];
    case 'OfferLapsed':
      return [OfferLapsedV1.announce({ ...event, prescriptionId, fill })];
    case 'OfferWithdrawn':
      return [OfferWithdrawnV1.announce({ ...event, prescriptionId, fill })];
    case 'RoutingExhausted':
      return [RoutingExhaustedV1.announce({ ...search, reasons: event.reasons })];
    default:
      return [];
  }
};

const deadlinesOf = (event: RoutingEvent, { prescriptionId, fill, round }: Search): readonly Deadline[] => {
  if (event.type === 'OfferAccepted') {
    return [{ type: ClaimDue.type, at: event.leaseEndsAt, data: { prescriptionId, fill, offerId: event.offerId } }];
  }
  if (event.type === 'RoutingExhausted' || event.type === 'RoutingRetried') {
    return event.retryAt === undefined ? [] : [{ type: RetryDue.type, at: event.retryAt, data: { prescriptionId, fill, round } }];
  }
  if (event.type !== 'OffersMade') return [];
  const times = new Set(event.offers.map(({ expiresAt }) => expiresAt));
  return [...times].map((at) => ({ type: OffersDue.type, at, data: { prescriptionId, fill } }));
};
