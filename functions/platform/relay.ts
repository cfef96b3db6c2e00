import { streams } from '../../infra/regions/contexts.ts';
import { relay } from '../../shared/lambda/readers.ts';

export const handler = relay(streams);
