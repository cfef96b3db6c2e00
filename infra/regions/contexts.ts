import { directoryContext } from '../../functions/directory/context.ts';
import { directoryStreams } from '../../functions/directory/streams.ts';
import { fulfilmentContext } from '../../functions/fulfilment/context.ts';
import { fulfilmentStreams } from '../../functions/fulfilment/streams.ts';
import { overviewContext } from '../../functions/overview/context.ts';
import { overviewStreams } from '../../functions/overview/streams.ts';
import { partnersContext } from '../../functions/partners/context.ts';
import { partnersStreams } from '../../functions/partners/streams.ts';
import { prescriptionsContext } from '../../functions/prescriptions/context.ts';
import { prescriptionsStreams } from '../../functions/prescriptions/streams.ts';
import { routingContext } from '../../functions/routing/context.ts';
import { routingStreams } from '../../functions/routing/streams.ts';
import type { Context, ContextStreams } from '../../shared/kernel/context.ts';

/** What a region runs. A new context is its folder and its two lines here. */
export const contexts: readonly Context[] = [
  prescriptionsContext,
  routingContext,
  fulfilmentContext,
  directoryContext,
  partnersContext,
  overviewContext,
];

/** The same without routes and reactions: a bundle that names only this carries neither. */
export const streams: readonly ContextStreams[] = [
  prescriptionsStreams,
  routingStreams,
  fulfilmentStreams,
  directoryStreams,
  partnersStreams,
  overviewStreams,
];
