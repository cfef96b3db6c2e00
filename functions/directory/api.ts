import { httpApi } from '../../shared/lambda/handlers.ts';
import { directoryContext } from './context.ts';

export const handler = httpApi(directoryContext);
