import * as z from 'zod/mini';
import { EndpointId } from '../../../events/vocabulary/ids.ts';
import { note, text } from '../../../events/vocabulary/texts.ts';
import { DAY_MS } from '../../../shared/kernel/time.ts';

const URL_CHARS_MAX = 2_048;
const PATTERNS_MAX = 50;
const DESCRIPTION_CHARS_MAX = 200;
/** Standard Webhooks' usual bounds for two secrets at once: none to a week. */
const GRACE_MS_MAX = 7 * DAY_MS;

const Url = text(URL_CHARS_MAX);
/** Types, beginnings such as `offer.*`, or `*`. */
const Patterns = z
  .array(z.string().check(z.regex(/^(\*|[a-z][a-z0-9-]*(\.[a-z0-9-]+)*(\.\*)?)$/), z.maxLength(100)))
  .check(z.minLength(1), z.maxLength(PATTERNS_MAX));
const Description = note(DESCRIPTION_CHARS_MAX);

export const NewEndpoint = z.strictObject({ url: Url, events: z.optional(Patterns), description: z.optional(Description) });
/** What is absent stays as it is. */
export const EndpointChange = z.strictObject({
  url: z.optional(Url),
  events: z.optional(Patterns),
  description: z.optional(Description),
  isEnabled: z.optional(z.boolean()),
});
export const SecretRotation = z.strictObject({ graceMs: z.optional(z.int().check(z.gte(0), z.lte(GRACE_MS_MAX))) });
export const EndpointParams = z.object({ endpointId: EndpointId });
