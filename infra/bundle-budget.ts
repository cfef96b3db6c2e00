import type { Bundle } from './bundle.ts';

const KIB = 1024;

/** A cold start reads, parses and runs all of it. The aim is where we want to stand; past the limit nothing is deployed. */
export const BUNDLE_LIMIT = { bytes: 450 * KIB, gzipBytes: 140 * KIB } as const;
export const BUNDLE_AIM = { bytes: 430 * KIB, gzipBytes: 130 * KIB } as const;

/** Of the import of a bundle of the DynamoDB client alone, measured in the same run. */
export const IMPORT_RATIO_MAX = 1.3;

type Sizes = Pick<Bundle, 'bytes' | 'gzipBytes'>;

export const fits = ({ bytes, gzipBytes }: Sizes, budget: Sizes): boolean => bytes <= budget.bytes && gzipBytes <= budget.gzipBytes;

export const kib = (bytes: number): string => (bytes / KIB).toFixed(1);

/** One sentence for each that is too large. */
export const overBudget = (bundles: readonly Bundle[]): readonly string[] =>
  bundles
    .filter((bundle) => !fits(bundle, BUNDLE_LIMIT))
    .map(
      ({ name, bytes, gzipBytes }) =>
        `${name} has ${kib(bytes)} KiB, ${kib(gzipBytes)} in gzip: more than the ${kib(BUNDLE_LIMIT.bytes)} and ${kib(BUNDLE_LIMIT.gzipBytes)} that a Lambda may have; see npm run build -- --why`,
    );
