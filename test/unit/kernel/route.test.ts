import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { MediaType, Representation } from '../../../shared/kernel/media-type.ts';
import { defineProblems, edgeProblems, type ProblemSpec } from '../../../shared/kernel/problem.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer, type RawRequest, routesOf } from '../../../shared/kernel/route.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { causeOf } from '../../support/till.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const hatProblems = defineProblems({ 'hat-too-small': { status: 422, title: 'The hat is too small', remedy: 'Take a larger one.' } });
const route = routesOf(hatProblems);
const facts = {
  method: 'POST',
  path: '/v1/hats/{id}',
  operationId: 'wearHat',
  summary: 'Wear a hat',
  access: 'any-agency',
  success: { status: 200, body: z.object({ size: z.int() }), description: 'Worn.' },
  problems: ['hat-too-small'],
  example: {},
} as const;
const runtime = { region: 'here' } as Runtime;
const raw = (over: Partial<RawRequest> = {}): RawRequest => ({
  params: { id: 'h1' },
  query: {},
  headers: {},
  body: { size: 7 },
  types: { body: 'application/json', reply: 'application/json' },
  caller: { agencyId: 'ag_1', role: 'hospital', keyId: 'key_1' },
  cause: causeOf('one'),
  now: MONDAY,
  ...over,
});

describe('a route', () => {
  it('says of itself what it was told', () => {
    expect(route({ ...facts, handle: async () => ok(answer(200, { size: 1 })) })).toMatchObject(facts);
  });
  it('hands its handler the parts as their schemas read them, and who calls, why and when', async () => {
    let seen: unknown;
    const wear = route({
      ...facts,
      params: z.object({ id: z.string() }),
      query: z.object({ limit: z._default(z.int(), 20) }),
      headers: z.object({ 'if-match': z.optional(z.string()) }),
      body: z.object({ size: z.int() }),
      handle: async (request, { region }) => {
        seen = { request, region };
        return ok(answer(200, { size: request.body.size }));
      },
    });
    expect(await wear.invoke(raw({ body: { size: 7, extra: true } }), runtime)).toEqual(ok(answer(200, { size: 7 })));
    const { caller, cause, types } = raw();
    const request = { params: { id: 'h1' }, query: { limit: 20 }, headers: {}, body: { size: 7 }, types, caller, cause, now: MONDAY };
    expect(seen).toEqual({ request, region: 'here' });
  });
  it('passes nothing of a part that it has no schema for', async () => {
    let seen: unknown;
    const wear = route({
      ...facts,
      handle: async ({ params, query, headers, body }) => {
        seen = { params, query, headers, body };
        return ok(answer(200, { size: 1 }));
      },
    });
    await wear.invoke(raw(), runtime);
    expect(seen).toStrictEqual({ params: undefined, query: undefined, headers: undefined, body: undefined });
  });
  it.each(['params', 'query', 'headers', 'body'] as const)(
    'points at what does not fit in the %s, and does not call its handler',
    async (part) => {
      const wear = route({
        ...facts,
        [part]: z.strictObject({ size: z.int() }),
        handle: async () => {
          throw new Error('called');
        },
      });
      expect(await wear.invoke(raw({ [part]: { size: 'large' } }), runtime)).toEqual(
        refuse({ code: 'request-invalid', errors: [{ pointer: `/${part}/size`, code: 'invalid_type' }] }),
      );
    },
  );
  it('points at all parts at once, in JSON Pointer’s spelling', async () => {
    const wear = route({
      ...facts,
      query: z.object({ 'a/b~c': z.int() }),
      body: z.object({ hats: z.array(z.object({ size: z.int() })) }),
      handle: async () => ok(answer(200, { size: 1 })),
    });
    expect(await wear.invoke(raw({ body: { hats: [{ size: 1 }, {}] } }), runtime)).toEqual(
      refuse({
        code: 'request-invalid',
        errors: [
          { pointer: '/query/a~1b~0c', code: 'invalid_type' },
          { pointer: '/body/hats/1/size', code: 'invalid_type' },
        ],
      }),
    );
  });
  it.each([
    { wrong: 20, shown: 20 },
    { wrong: 21, shown: 20 },
  ])('shows $shown of $wrong wrong fields', async ({ wrong, shown }) => {
    const wear = route({ ...facts, body: z.array(z.int()), handle: async () => ok(answer(200, { size: 1 })) });
    const outcome = await wear.invoke(raw({ body: Array.from({ length: wrong }, () => 'large') }), runtime);
    expect(outcome).toMatchObject({ refusal: { errors: { length: shown } } });
  });
  it('answers with what the reply’s schema names and nothing else, and keeps the handler’s headers', async () => {
    const leaky = { size: 7, patientName: 'somebody' };
    const wear = route({ ...facts, handle: async () => ok(answer(201, leaky, { etag: '"3"' })) });
    expect(await wear.invoke(raw(), runtime)).toStrictEqual({
      ok: true,
      value: { status: 201, headers: { etag: '"3"' }, body: { size: 7 } },
    });
  });
  it('does not answer what its own schema does not allow', async () => {
    const wear = route({ ...facts, handle: async () => ok(answer(200, { size: 1.5 })) });
    await expect(wear.invoke(raw(), runtime)).rejects.toThrow();
  });
  it('passes a refusal on as it is', async () => {
    const tooSmall = refuse({ code: 'hat-too-small', size: 3 });
    expect(await route({ ...facts, handle: async () => tooSmall }).invoke(raw(), runtime)).toBe(tooSmall);
  });
});

describe('a route that speaks another form than JSON', () => {
  const inches = 'application/inches+json';
  const type: MediaType = { name: inches, problem: { schema: z.unknown(), of: () => ({}) } };
  const form = (over: Partial<Representation<{ readonly inches: number }, { readonly inches: number }>> = {}) => ({
    type,
    body: z.object({ inches: z.int() }),
    reply: z.object({ inches: z.int() }),
    holds: ['the size'],
    ...over,
  });
  const wear = (...representations: readonly ReturnType<typeof form>[]) =>
    route({
      ...facts,
      body: z.object({ size: z.int() }),
      representations,
      handle: async ({ body, types }) => {
        const size = 'inches' in body ? body.inches * 2 : body.size;
        return ok(answer(200, types.reply === inches ? { inches: size / 2 } : { size }));
      },
    });
  const call = (body: unknown, types: RawRequest['types'], of = wear(form())) => of.invoke(raw({ body, types }), runtime);
  const json = 'application/json';

  it('reads the body in the one and answers in the other, as the request says', async () => {
    expect(await call({ inches: 3 }, { body: inches, reply: json })).toEqual(ok(answer(200, { size: 6 })));
    expect(await call({ size: 6 }, { body: json, reply: inches })).toEqual(ok(answer(200, { inches: 3 })));
    expect(await call({ inches: 3 }, { body: inches, reply: inches })).toEqual(ok(answer(200, { inches: 3 })));
  });
  it('does not read one form as the other', async () => {
    for (const [body, types] of [
      [{ inches: 3 }, { body: json, reply: inches }],
      [{ size: 6 }, { body: inches, reply: json }],
    ] as const) {
      expect(await call(body, types)).toMatchObject({ ok: false, refusal: { code: 'request-invalid' } });
    }
  });
  it('reads a body as JSON’s where the form has none of its own', async () => {
    const { body: _body, ...replyOnly } = form();
    const of = route({
      ...facts,
      body: z.object({ size: z.int() }),
      representations: [replyOnly],
      handle: async ({ body }) => ok(answer(200, { inches: body.size })),
    });
    expect(await call({ size: 6 }, { body: inches, reply: inches }, of)).toEqual(ok(answer(200, { inches: 6 })));
  });
});

describe('an answer', () => {
  it('has headers only where it was given some', () => {
    expect(answer(204, undefined)).toStrictEqual({ status: 204, body: undefined });
    expect(answer(200, 7, { etag: '"3"' })).toStrictEqual({ status: 200, body: 7, headers: { etag: '"3"' } });
  });
});

describe('a problem', () => {
  it('is read as it was declared', () => {
    expect(hatProblems['hat-too-small'].status).toBe(422);
  });
  it.each([
    ['malformed-json', 400, false],
    ['idempotency-key-missing', 400, false],
    ['unauthorized', 401, false],
    ['forbidden', 403, false],
    ['not-found', 404, false],
    ['method-not-allowed', 405, false],
    ['not-acceptable', 406, false],
    ['version-mismatch', 412, false],
    ['body-too-large', 413, false],
    ['unsupported-media-type', 415, false],
    ['request-invalid', 422, false],
    ['idempotency-key-reused', 422, false],
    ['internal-error', 500, true],
    ['overloaded', 503, true],
  ] as const)('of the edge, %s, has status %i; worth another try, a second later: %s', (code, status, isRetryable) => {
    const problem: ProblemSpec = edgeProblems[code];
    expect([problem.status, problem.isRetryable ?? false, problem.retryAfterSeconds]).toEqual([
      status,
      isRetryable,
      isRetryable ? 1 : undefined,
    ]);
  });
});
