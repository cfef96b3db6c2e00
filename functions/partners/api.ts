import { httpApi } from '../../shared/lambda/handlers.ts';
import { partnersContext } from './context.ts';

export const handler = httpApi(partnersContext);
