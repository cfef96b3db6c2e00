import { Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isObject, type JsonObject } from '../../infra/contract/json-schema.ts';
import { openApiOf } from '../../infra/contract/openapi.ts';
import type { Context } from '../../shared/kernel/context.ts';
import type { HttpHandler } from '../../shared/lambda/http-api.ts';
import type { HttpAnswer } from '../../shared/lambda/problem-json.ts';

export const createAjv = (options: Options = {}): Ajv2020 => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, ...options });
  addFormats.default(ajv);
  return ajv;
};

/** The value at a path of member names; undefined where it ends. */
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((found, name) => (isObject(found) ? found[name] : undefined), value);

const escapeName = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

export interface SeenAnswer {
  readonly routeKey: string;
  readonly status: number;
  readonly code?: string | undefined;
}

/** Holds answers against the OpenAPI document: the status must be declared, the media type and the body must fit. */
export const createContract = (contexts: readonly Context[], document: JsonObject = openApiOf(contexts)) => {
  const ajv = createAjv();
  ajv.addSchema(document, 'openapi');
  const validators = new Map<string, ValidateFunction>();
  const validatorOf = (place: string): ValidateFunction => {
    const made = validators.get(place) ?? ajv.compile({ $ref: `openapi#/${encodeURI(place)}` });
    validators.set(place, made);
    return made;
  };
  const seen: SeenAnswer[] = [];
  const broken: string[] = [];

  const check = (routeKey: string, { statusCode, headers, body }: HttpAnswer): void => {
    const [method = '', path = ''] = routeKey.split(' ');
    const status = String(statusCode);
    const mediaType = (headers['content-type'] ?? '').split(';')[0] ?? '';
    const parsed: unknown = body === '' ? undefined : JSON.parse(body);
    const code = at(parsed, 'code');
    seen.push({ routeKey, status: statusCode, code: typeof code === 'string' ? code : undefined });

    const response = at(document, 'paths', path, method.toLowerCase(), 'responses', status);
    if (response === undefined) {
      broken.push(`${routeKey} answered ${status} ${String(code)}, which is not declared`);
      return;
    }
    if (statusCode === 204) return;
    if (at(response, 'content', mediaType) === undefined) {
      broken.push(`${routeKey} answered ${status} as ${mediaType}`);
      return;
    }
    const place = ['paths', path, method.toLowerCase(), 'responses', status, 'content', mediaType, 'schema'].map(escapeName).join('/');
    const fits = validatorOf(place);
    if (fits(parsed)) return;
    const wrong = (fits.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ');
    broken.push(`${routeKey} answered ${status} ${String(code)}: ${wrong}`);
  };

  return {
    document,
    seen,
    /** One sentence for each answer that broke the contract. */
    broken,
    check,
    /** Listens to what the handlers answer from now on. */
    watch: (apis: Map<string, HttpHandler>): void => {
      for (const [name, api] of [...apis]) {
        apis.set(name, async (event, lambdaContext) => {
          const answered = await api(event, lambdaContext);
          check(event.routeKey, answered);
          return answered;
        });
      }
    },
  };
};
