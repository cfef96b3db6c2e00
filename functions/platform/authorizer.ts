import { authorizer } from '../../shared/lambda/authorizer.ts';
import { createAuthorizer } from '../partners/authorizer.ts';

export const handler = authorizer(createAuthorizer);
