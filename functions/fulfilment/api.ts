import { httpApi } from '../../shared/lambda/handlers.ts';
import { fulfilmentContext } from './context.ts';

export const handler = httpApi(fulfilmentContext);
