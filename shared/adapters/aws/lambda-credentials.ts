import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in for `@aws-sdk/credential-provider-node` in our bundles. A Lambda's credentials are in its environment; the chain of
 * files, SSO, STS and instance metadata that the SDK would carry is a fifth of a bundle and never used.
 */
export const defaultProvider = () => fromEnv();
