import * as z from 'zod/mini';

/** Resources in one message; a prescription needs about ten. */
export const ENTRIES_MAX = 200;

const text = z.string().check(z.minLength(1), z.maxLength(500));
const Resource = z.looseObject({ resourceType: z.string().check(z.minLength(1), z.maxLength(64)) });

/** A Bundle as it was sent: whatever else stands in it is kept. What of it must have which form, `read/resources.ts` says. */
export const FhirBundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  type: z.enum(['message', 'transaction', 'collection', 'document']),
  identifier: z.optional(z.looseObject({ system: z.optional(text), value: z.optional(text) })),
  timestamp: z.optional(text),
  entry: z
    .array(
      z.looseObject({
        fullUrl: z.optional(text),
        resource: z.optional(Resource),
        request: z.optional(z.looseObject({ method: z.enum(['POST', 'PUT']) })),
      }),
    )
    .check(z.minLength(1), z.maxLength(ENTRIES_MAX)),
});
export type FhirBundle = z.infer<typeof FhirBundle>;

/** A Bundle of ours: a collection, whose entries the types of R4 hold (`write/`). */
export const FhirAnswer = z.looseObject({ resourceType: z.literal('Bundle'), type: z.literal('collection') });
export type FhirAnswer = z.infer<typeof FhirAnswer>;
