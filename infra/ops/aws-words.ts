import { OpsError } from './ops-error.ts';

/** Says what to do instead of what the AWS SDK ran into; anything else stays as it is. */
export const inPlainWords = (thrown: unknown): unknown => {
  if (!(thrown instanceof Error)) return thrown;
  if (thrown.name === 'CredentialsProviderError')
    return new OpsError('There are no AWS credentials. Sign in (aws sso login), or set AWS_PROFILE or AWS_ACCESS_KEY_ID.');
  if (/ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch/.test(thrown.name))
    return new OpsError('AWS does not take these credentials. They may have run out, or be of another partition than the region.');
  if (/AccessDenied/.test(thrown.name))
    return new OpsError(
      `These credentials may not do that (${thrown.name}). Take those of an operator of the region; docs/deploying-a-region.md lists what they may do.`,
    );
  if ('code' in thrown && /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT/.test(String(thrown.code)))
    return new OpsError(`Nothing answers for AWS (${String(thrown.code)}). Check the network, and AWS_ENDPOINT_URL if it is set.`);
  return thrown;
};
