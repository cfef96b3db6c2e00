import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { DeployError } from './deploy-error.ts';

const Begun = z.object({ agencyId: z.string(), apiKey: z.string(), isFirst: z.boolean() });
export type Begun = z.infer<typeof Begun>;

/** Longer than the function may take. */
const TIMEOUT_MS = 90_000;

/** Calls the function that gives a new region its first agency, key and catalogue; in a region that has them it changes nothing. */
export const beginRegion = async (awsRegion: string, functionName: string): Promise<Begun> => {
  const client = new LambdaClient({ region: awsRegion });
  const { FunctionError, Payload = new Uint8Array() } = await client.send(new InvokeCommand({ FunctionName: functionName }), {
    abortSignal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (FunctionError !== undefined)
    throw new DeployError(
      `All stacks stand, but ${functionName} failed, so there may be no first key and no catalogue. Its log says why; deploying again calls it again.`,
    );
  return Begun.parse(JSON.parse(Buffer.from(Payload).toString()));
};
