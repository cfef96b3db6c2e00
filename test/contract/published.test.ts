import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../events/catalog.ts';
import { asyncApiOf, keyOf } from '../../infra/contract/asyncapi.ts';
import { breakingChanges } from '../../infra/contract/compatibility.ts';
import { isObject, type JsonObject, schemaOf } from '../../infra/contract/json-schema.ts';
import { eventSchemaOf, publishedFiles } from '../../infra/contract/published.ts';
import { webhookExampleOf, webhookSchemaOf } from '../../infra/contract/webhook-schema.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import { at, createAjv } from '../support/contract.ts';

const FOLDER = join(import.meta.dirname, '../../events/published');
const readPublished = (name: string): JsonObject => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));

describe('the published contract', () => {
  it('is what the code says', () => {
    const drifted = [...publishedFiles(contexts)].filter(([name, text]) => readFileSync(join(FOLDER, name), 'utf8') !== text);
    expect(drifted.map(([name]) => name)).toEqual([]);
  });

  it('still holds every event that it promised, in its place', () => {
    const promised = Object.values(at(readPublished('asyncapi.json'), 'channels') ?? {}).map((channel) => at(channel, 'address'));
    expect(promised.filter((type) => !catalog.some((event) => event.type === type))).toEqual([]);
  });

  it('is the same, to the byte, however often it is made', () => {
    expect([...publishedFiles(contexts)]).toEqual([...publishedFiles(contexts)]);
  });
});

describe.each(catalog.map((event) => ({ type: event.type, event })))('$type', ({ event }) => {
  it('breaks nobody who reads it as published', () => {
    expect(breakingChanges(readPublished(`schemas/${event.type}.json`), eventSchemaOf(event))).toEqual([]);
  });

  it('has an example that its own schema takes, unchanged', () => {
    const fits = createAjv().compile(schemaOf(event.data));
    expect(fits(event.example), JSON.stringify(fits.errors)).toBe(true);
    expect(event.data.parse(event.example)).toEqual(event.example);
  });

  it('shows partners an example that the webhook’s schema takes', () => {
    const schema = webhookSchemaOf(event);
    const fits = createAjv().compile(schema ?? {});
    expect(fits(webhookExampleOf(event)), JSON.stringify(fits.errors)).toBe(true);
  });

  it('has a channel whose references all lead somewhere', () => {
    const document = asyncApiOf(catalog);
    const key = keyOf(event);
    const refs = [
      ...JSON.stringify([at(document, 'channels', key), at(document, 'operations', `publish${key}`)]).matchAll(/"\$ref":"#\/([^"]+)"/g),
    ];
    expect(refs.length).toBeGreaterThan(0);
    for (const [, path = ''] of refs) expect(at(document, ...path.split('/')), path).toBeDefined();
  });
});

describe('a breaking change', () => {
  const object = (properties: JsonObject, required: readonly string[] = []): JsonObject => ({ type: 'object', properties, required });
  const before = object(
    {
      id: { type: 'string' },
      kind: { type: 'string', enum: ['a', 'b'] },
      lines: { type: 'array', items: object({ n: { type: 'integer' } }) },
    },
    ['id'],
  );
  const changed = (over: JsonObject, required: readonly string[] = ['id']) =>
    object({ ...(isObject(before['properties']) ? before['properties'] : {}), ...over }, required);

  it('is none when an optional field is added', () => {
    expect(breakingChanges(before, changed({ note: { type: 'string' } }))).toEqual([]);
    expect(breakingChanges(before, before)).toEqual([]);
  });

  it.each([
    {
      how: 'removes a field',
      after: object({ id: { type: 'string' }, kind: { type: 'string', enum: ['a', 'b'] } }, ['id']),
      says: '/lines was removed',
    },
    { how: 'retypes a field', after: changed({ id: { type: 'integer' } }), says: '/id changed its type' },
    {
      how: 'retypes a field of an item',
      after: changed({ lines: { type: 'array', items: object({ n: { type: 'string' } }) } }),
      says: '/lines/*/n changed its type',
    },
    { how: 'demands a new field', after: changed({ note: { type: 'string' } }, ['id', 'note']), says: '/note is newly required' },
    { how: 'demands an optional field', after: changed({}, ['id', 'kind']), says: '/kind is newly required' },
    { how: 'stops promising a field', after: changed({}, []), says: '/id is no longer always there' },
    {
      how: 'adds a value to a list',
      after: changed({ kind: { type: 'string', enum: ['a', 'b', 'c'] } }),
      says: '/kind changed its values',
    },
    { how: 'gives a text another shape', after: changed({ id: { type: 'string', pattern: '^x' } }), says: '/id changed its pattern' },
  ])('is seen when it $how', ({ after, says }) => {
    expect(breakingChanges(before, after)).toEqual([says]);
  });
});
