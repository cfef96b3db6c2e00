import { defineStreams } from '../../shared/kernel/context.ts';

/** It keeps no stream: it only looks. */
export const overviewStreams = defineStreams({
  name: 'overview',
  aggregates: [],
  publishes: [],
});
