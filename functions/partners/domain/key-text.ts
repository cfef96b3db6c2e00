import type { Seals } from '../../../shared/kernel/vault.ts';

/** The parts of an API key's text `sk_<region>_<key id without its prefix>_<secret>`. */
export interface KeyText {
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
}

const BEARER = /^Bearer +sk_([a-z][a-z0-9-]{0,31})_([A-Za-z0-9]{24})_([A-Za-z0-9_-]{43})$/i;

/** Reads an Authorization header; undefined when it holds no key of ours. */
export const readBearer = (authorization: string | undefined): KeyText | undefined => {
  // Stryker disable next-line ArrayDeclaration,StringLiteral: what has no parts and what is no match end alike, on the next line
  const [, region, id, secret] = BEARER.exec(authorization ?? '') ?? [];
  // Stryker disable next-line ConditionalExpression,LogicalOperator: a match has all three parts, which the compiler cannot know
  if (region === undefined || id === undefined || secret === undefined) return undefined;
  return { region, keyId: `key_${id}`, secret };
};

/**
 * The secret of a key: derived, so that a repeated request gets the same text again while nothing that could be stolen is
 * stored. The key's id is unguessable only by this MAC; without the region's master key nobody can make one.
 */
export const secretOf = (seals: Pick<Seals, 'mac'>, keyId: string): string => seals.mac('api-key', keyId);

export const writeKeyText = (seals: Pick<Seals, 'mac'>, region: string, keyId: string): string =>
  `sk_${region}_${keyId.slice('key_'.length)}_${secretOf(seals, keyId)}`;

/** What is stored of a secret. */
export const macOfSecret = (seals: Pick<Seals, 'mac'>, secret: string): string => seals.mac('api-key-stored', secret);
