import type { ZodMiniType } from 'zod/mini';
import type { Context } from '../../shared/kernel/context.ts';
import { JSON_TYPE } from '../../shared/kernel/media-type.ts';
import type { Route } from '../../shared/kernel/route.ts';
import { IDEMPOTENCY_KEY } from '../../shared/lambda/http-api.ts';
import { isObject, type JsonObject, type Property, propertiesOf, schemaOf } from './json-schema.ts';
import { problemResponsesOf, problemSchemasOf } from './openapi-problems.ts';
import { fillIn, type Names } from './placeholders.ts';
import { contextTitles } from './titles.ts';

export interface OpenApiOptions {
  /** Where the API answers; `/` is the server that the document came from. */
  readonly serverUrl?: string;
  /** What the placeholders of examples stand for. */
  readonly names?: Names;
}

const DESCRIPTION = `One electronic prescription, from the hospital to the patient’s hands.

Every call carries \`Authorization: Bearer\` with a key of your agency; every POST an \`Idempotency-Key\`: repeat a request with the same key as
often as you like, it takes effect once. Money is integer fen, times are ISO 8601 in UTC. An error is \`application/problem+json\` with a \`code\`
from [the catalogue](/docs/problems). What is not yours answers 404.`;

/** OpenAPI 3.1 of the contexts' routes. The same contexts give the same document, to the byte. */
export const openApiOf = (contexts: readonly Context[], { serverUrl = '/', names = {} }: OpenApiOptions = {}): JsonObject => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const context of contexts) {
    for (const route of context.routes) {
      paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(context, route, names) };
    }
  }
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Sanlian 三联 API',
      version: '1.0.0',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    tags: contexts.filter(({ routes }) => routes.length > 0).map(tagOf),
    paths,
    components: {
      securitySchemes: { agencyKey: { type: 'http', scheme: 'bearer', description: 'A key of your agency, `sk_…`.' } },
      schemas: problemSchemasOf(contexts),
    },
  };
};

const tagOf = ({ name }: Context): JsonObject => {
  const title = contextTitles[name];
  return title === undefined ? { name } : { name, 'x-displayName': `${title.en} ${title.zh}`, description: title.summary };
};

const operationOf = (context: Context, route: Route, names: Names): JsonObject => {
  const { operationId, summary, access, body } = route;
  return {
    operationId,
    summary,
    tags: [context.name],
    'x-roles': access,
    security: access === 'anyone' ? [] : [{ agencyKey: [] }],
    parameters: parametersOf(route, names),
    ...(body === undefined ? {} : { requestBody: { required: true, content: bodiesOf(body, route, names) } }),
    responses: { ...successesOf(route), ...problemResponsesOf(context, route) },
  };
};

const bodiesOf = (body: ZodMiniType, { example, representations = [] }: Route, names: Names): JsonObject => ({
  [JSON_TYPE]: { schema: schemaOf(body), example: fillIn(example.body, names) },
  ...Object.fromEntries(
    representations.flatMap((form) =>
      form.body === undefined ? [] : [[form.type.name, { schema: schemaOf(form.body), example: fillIn(form.example, names) }]],
    ),
  ),
});

const successesOf = ({ success, representations = [] }: Route): JsonObject => {
  const { status, description, body } = success;
  const others = Object.fromEntries(representations.map(({ type, reply }) => [type.name, { schema: schemaOf(reply) }]));
  const content = status === 204 ? {} : { content: { [JSON_TYPE]: { schema: schemaOf(body) }, ...others } };
  const more = representations.flatMap(({ successes = {} }) => Object.entries(successes));
  return {
    [status]: { description, ...content },
    ...Object.fromEntries(more.map(([other, words]) => [other, { description: words, ...content }])),
  };
};

const parametersOf = (route: Route, names: Names): readonly JsonObject[] => {
  const { params, query, headers, example, method, access } = route;
  const inPath = params === undefined ? [] : propertiesOf(schemaOf(params));
  const named = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): Property => {
    const schema = inPath.find((property) => property.name === name)?.schema ?? { type: 'string' };
    return { name, schema, isRequired: true };
  });
  return [
    ...parameters('path', named, fillIn(example.params, names)),
    ...parameters('query', query === undefined ? [] : propertiesOf(schemaOf(query)), fillIn(example.query, names)),
    ...parameters('header', headers === undefined ? [] : propertiesOf(schemaOf(headers)), fillIn(example.headers, names)),
    ...(method === 'GET' || access === 'anyone' ? [] : [idempotencyKey(method === 'POST')]),
  ];
};

const parameters = (place: 'path' | 'query' | 'header', properties: readonly Property[], examples: unknown): readonly JsonObject[] =>
  properties.map(({ name, schema, isRequired }) => {
    const example = isObject(examples) ? examples[name] : undefined;
    return {
      name: place === 'header' ? headerCase(name) : name,
      in: place,
      required: isRequired,
      schema,
      ...(example === undefined ? {} : { example }),
    };
  });

const idempotencyKey = (isRequired: boolean): JsonObject => ({
  name: 'Idempotency-Key',
  in: 'header',
  required: isRequired,
  description: 'Fresh and unique for every new request, the same for its repeats.',
  schema: { type: 'string', minLength: 1, maxLength: 257, pattern: IDEMPOTENCY_KEY.source },
  example: '7c4a8d09-ca37-4b1c-9a5e-3f2d1e0b6c58',
});

/** `claim-secret` → `Claim-Secret`. */
const headerCase = (name: string): string => name.replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase());
