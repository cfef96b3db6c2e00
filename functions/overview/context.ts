import { defineContext } from '../../shared/kernel/context.ts';
import { OverviewPolicy } from './domain/policy.ts';
import { followJourneys } from './reactions/follow-journeys.ts';
import { overviewStreams } from './streams.ts';

/** 总览: where every journey of the day stands, for people who look at the region as a whole. */
export const overviewContext = defineContext({
  ...overviewStreams,
  routes: [],
  problems: {},
  reactions: [followJourneys],
  policy: OverviewPolicy,
});
