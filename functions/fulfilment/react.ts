import { inbox } from '../../shared/lambda/handlers.ts';
import { fulfilmentContext } from './context.ts';

export const handler = inbox(fulfilmentContext);
