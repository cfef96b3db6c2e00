import { beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundleAll } from '../../infra/bundle.ts';
import { BUNDLE_AIM, BUNDLE_LIMIT, fits, overBudget } from '../../infra/bundle-budget.ts';
import { contexts, streams } from '../../infra/regions/contexts.ts';

/** Not `dist`: another test may deploy from there at this moment. */
const FOLDER = '.cache/bundles-under-test';

let bundles: readonly Bundle[];
const BUNDLED_MS_MAX = 60_000;
beforeAll(async () => {
  bundles = await bundleAll(FOLDER);
}, BUNDLED_MS_MAX);

const carries = (part: string): readonly string[] => bundles.filter(({ parts }) => part in parts).map(({ name }) => name);
const isOf = (context: string) => (name: string) => name.startsWith(`${context}-`);

describe('a Lambda', () => {
  it('fits its budget, and the aim', () => {
    expect(overBudget(bundles)).toEqual([]);
    expect(bundles.filter((bundle) => !fits(bundle, BUNDLE_AIM)).map(({ name }) => name)).toEqual([]);
  });

  it('has the same bytes when it is built again', async () => {
    const again = await bundleAll(FOLDER);
    expect(again).toEqual(bundles);
  });

  it('carries what opens personal data only where the manifest says so', () => {
    const declared = contexts.filter(({ usesVault }) => usesVault === true).map(({ name }) => name);
    expect(carries('@aws-sdk/client-kms').every((name) => declared.some((context) => isOf(context)(name)))).toBe(true);
    expect(carries('@aws-sdk/client-kms')).not.toEqual([]);
  });

  it('carries what guards outgoing requests only where the manifest says so', () => {
    const declared = contexts.filter(({ usesPost }) => usesPost === true).map(({ name }) => name);
    expect(carries('ipaddr.js').every((name) => declared.some((context) => isOf(context)(name)))).toBe(true);
    expect(carries('ipaddr.js')).not.toEqual([]);
  });

  it('carries how messages are sent and timers are set only where the manifest says so, and in the relay', () => {
    const declared = contexts.filter(({ usesInbox }) => usesInbox === true).map(({ name }) => name);
    const carrying = carries('@aws-sdk/client-scheduler').filter((name) => !isOf('platform')(name));
    expect(carrying.every((name) => declared.some((context) => isOf(context)(name)))).toBe(true);
    expect(carrying).not.toEqual([]);
  });

  it('of the journal’s readers carries no routes', () => {
    for (const part of ['prescriptions', 'routing', 'partners', 'directory', 'fulfilment'].map(
      (context) => `functions/${context}/routes`,
    )) {
      expect(carries(part).filter(isOf('platform'))).toEqual([]);
    }
  });
});

describe('the budget', () => {
  const bundle = { name: 'thing-api', entry: 'functions/thing/api.ts', parts: {}, ...BUNDLE_LIMIT };
  it.each([
    { what: 'minified bytes', over: { ...bundle, bytes: BUNDLE_LIMIT.bytes + 1 } },
    { what: 'gzip bytes', over: { ...bundle, gzipBytes: BUNDLE_LIMIT.gzipBytes + 1 } },
  ])('lets a Lambda have its limit of $what and not one more', ({ over }) => {
    expect(overBudget([bundle])).toEqual([]);
    expect(overBudget([over])).toEqual([expect.stringContaining('thing-api')]);
  });
});

it('the list of streams says of each context what its manifest says', () => {
  expect(streams.map(({ name }) => name)).toEqual(contexts.map(({ name }) => name));
  for (const [index, { aggregates, publishes }] of streams.entries()) {
    expect(contexts[index]?.aggregates).toBe(aggregates);
    expect(contexts[index]?.publishes).toBe(publishes);
  }
});
