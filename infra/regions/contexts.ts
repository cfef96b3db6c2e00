import { directoryContext } from '../../functions/directory/context.ts';
import { fulfilmentContext } from '../../functions/fulfilment/context.ts';
import { overviewContext } from '../../functions/overview/context.ts';
import { partnersContext } from '../../functions/partners/context.ts';
import { prescriptionsContext } from '../../functions/prescriptions/context.ts';
import { routingContext } from '../../functions/routing/context.ts';
import type { Context } from '../../shared/kernel/context.ts';

/** What a region runs. A new context is its folder and its line here. */
export const contexts: readonly Context[] = [
  prescriptionsContext,
  routingContext,
  fulfilmentContext,
  directoryContext,
  partnersContext,
  overviewContext,
];
