import { inbox } from '../../shared/lambda/handlers.ts';
import { overviewContext } from './context.ts';

export const handler = inbox(overviewContext);
