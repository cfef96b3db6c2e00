import { defineContext } from '../../shared/kernel/context.ts';
import { OverviewPolicy } from './domain/policy.ts';
import { followJourneys } from './reactions/follow-journeys.ts';

/** 总览: where every journey of the day stands, for people who look at the region as a whole. */
export const overviewContext = defineContext({
  name: 'overview',
  routes: [],
  problems: {},
  aggregates: [],
  reactions: [followJourneys],
  publishes: [],
  policy: OverviewPolicy,
});
