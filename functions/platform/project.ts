import { streams } from '../../infra/regions/contexts.ts';
import { projector } from '../../shared/lambda/readers.ts';

export const handler = projector(streams);
