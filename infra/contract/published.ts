import { catalog } from '../../events/catalog.ts';
import type { AnyEvent } from '../../events/define-event.ts';
import type { Context } from '../../shared/kernel/context.ts';
import { asyncApiOf } from './asyncapi.ts';
import { type JsonObject, schemaOf } from './json-schema.ts';
import { openApiOf } from './openapi.ts';
import { sampleNames } from './sample-names.ts';

/** The JSON Schema file of one event. */
export const eventSchemaOf = (event: AnyEvent): JsonObject => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: `urn:sanlian:event:${event.type}`,
  title: event.type,
  description: event.summary,
  ...schemaOf(event.data),
  examples: [event.example],
});

const textOf = (document: JsonObject): string => `${JSON.stringify(document, null, 2)}\n`;

/** Every file of `events/published` by its name there, to the byte. */
export const publishedFiles = (contexts: readonly Context[]): ReadonlyMap<string, string> =>
  new Map([
    ['openapi.json', textOf(openApiOf(contexts, { names: sampleNames }))],
    ['asyncapi.json', textOf(asyncApiOf(catalog))],
    ...catalog.map((event): [string, string] => [`schemas/${event.type}.json`, textOf(eventSchemaOf(event))]),
  ]);
