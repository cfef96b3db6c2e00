import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import { createCore } from '../adapters/aws/core.ts';
import { systemClock } from '../adapters/node/clock.ts';
import type { Caller } from '../kernel/route.ts';
import type { Runtime } from '../kernel/runtime.ts';
import { authorizerSettings } from './env.ts';
import { lazy } from './lazy.ts';
import { readRegionFile } from './region-file.ts';

export type AuthorizerHandler = (
  event: APIGatewayRequestAuthorizerEventV2,
) => Promise<APIGatewaySimpleAuthorizerWithContextResult<Partial<Caller>>>;
type Authorize = (authorization: string | undefined) => Promise<Caller | undefined>;
type AuthorizerDeps = Pick<Runtime, 'region' | 'load' | 'seals' | 'clock'>;

/**
 * Finds out who calls. It lets everyone through to the edge, whoever it found: API Gateway's own refusal is a 403 without a problem
 * body, while the edge answers a caller without a name with the catalogued 401.
 */
export const authorizer = (createAuthorize: (deps: AuthorizerDeps) => Authorize): AuthorizerHandler => {
  const authorize = lazy(async () => {
    const { load, seals } = await createCore(authorizerSettings());
    const { region } = await readRegionFile();
    return createAuthorize({ region, load, seals, clock: systemClock });
  });
  return async ({ headers }) => {
    const caller = await (await authorize())(headers?.['authorization']);
    return { isAuthorized: true, context: { ...caller } };
  };
};
