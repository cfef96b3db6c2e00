import type { BundleEntry, FhirResource, Identifier } from 'fhir/r4.js';

/** One resource under the name that others call it by. */
export const entryOf = (fullUrl: string, resource: FhirResource): BundleEntry<FhirResource> => ({ fullUrl, resource });

/** A Bundle of ours: things that belong together and were read together. */
export const collectionOf = (identifier: Identifier, entry: readonly BundleEntry<FhirResource>[]) => ({
  resourceType: 'Bundle' as const,
  type: 'collection' as const,
  identifier,
  entry: [...entry],
});
