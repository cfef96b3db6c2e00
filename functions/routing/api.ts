import { httpApi } from '../../shared/lambda/handlers.ts';
import { routingContext } from './context.ts';

export const handler = httpApi(routingContext);
