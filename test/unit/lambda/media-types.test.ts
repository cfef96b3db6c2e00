import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { fhirJson } from '../../../events/fhir/fhir-json.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { answer, routesOf } from '../../../shared/kernel/route.ts';
import { negotiate, problemFormOf } from '../../../shared/lambda/media-types.ts';

const facts = {
  operationId: 'wearHat',
  summary: 'Wear a hat',
  access: 'anyone',
  success: { status: 200, body: z.object({}), description: 'Worn.' },
  problems: [],
  example: {},
  handle: async () => ok(answer(200, {})),
} as const;
const hats = { type: fhirJson, reply: z.object({}), holds: ['Hat'] };
const plain = routesOf({})({ ...facts, method: 'POST', path: '/v1/hats', body: z.object({}) });
const both = routesOf({})({
  ...facts,
  method: 'POST',
  path: '/v1/hats',
  body: z.object({}),
  representations: [{ ...hats, body: z.object({}) }],
});
const read = routesOf({})({ ...facts, method: 'GET', path: '/v1/hats', representations: [hats] });

const FHIR = 'application/fhir+json';
const JSON_TYPE = 'application/json';

describe('the form of an answer', () => {
  it.each([
    [undefined, JSON_TYPE],
    ['*/*', JSON_TYPE],
    ['application/*', JSON_TYPE],
    ['application/problem+json', JSON_TYPE],
    [FHIR, FHIR],
    ['Application/FHIR+JSON', FHIR],
    [`${FHIR}; fhirVersion=4.0`, FHIR],
    [`${FHIR};fhirVersion="4.0"; charset=utf-8`, FHIR],
    [`${FHIR}, ${JSON_TYPE}`, JSON_TYPE],
    [`${FHIR}, ${JSON_TYPE};q=0.9`, FHIR],
    [`${JSON_TYPE};q=0.2, ${FHIR};q=0.3, text/html`, FHIR],
    [`${JSON_TYPE};q=0, */*`, FHIR],
  ])('to Accept %s is %s', (accept, reply) => {
    expect(negotiate(read, { accept })).toEqual(ok({ body: JSON_TYPE, reply }));
  });

  it.each(['text/html', 'application/fhir+xml', `${FHIR}; fhirVersion=5.0`, `${FHIR};q=0`, `${JSON_TYPE};q=none`, ''])(
    'is none to Accept %s',
    (accept) => {
      expect(negotiate(read, { accept })).toEqual({ ok: false, refusal: { code: 'not-acceptable' } });
    },
  );

  it('is the form of the body when the caller leaves it open', () => {
    expect(negotiate(both, { 'content-type': FHIR })).toEqual(ok({ body: FHIR, reply: FHIR }));
    expect(negotiate(both, { 'content-type': FHIR, accept: JSON_TYPE })).toEqual(ok({ body: FHIR, reply: JSON_TYPE }));
    expect(negotiate(both, { 'content-type': JSON_TYPE, accept: FHIR })).toEqual(ok({ body: JSON_TYPE, reply: FHIR }));
  });
});

describe('the form of a body', () => {
  it.each([JSON_TYPE, 'application/JSON; charset=utf-8', FHIR, `${FHIR}; charset=utf-8; fhirVersion=4.0`])('may be %s', (type) => {
    expect(negotiate(both, { 'content-type': type }).ok).toBe(true);
  });
  it.each([undefined, 'text/plain', 'application/fhir+xml', `${FHIR}; fhirVersion=3.0`, 'application/jsonp'])('may not be %s', (type) => {
    expect(negotiate(both, { 'content-type': type })).toEqual({ ok: false, refusal: { code: 'unsupported-media-type' } });
  });
  it('may be FHIR only where the manifest says so', () => {
    expect(negotiate(plain, { 'content-type': FHIR, accept: '*/*' })).toEqual({ ok: false, refusal: { code: 'unsupported-media-type' } });
    expect(negotiate(read, { 'content-type': 'text/plain' }).ok).toBe(true);
  });
});

describe('a problem', () => {
  it.each([
    [{}, undefined],
    [{ accept: '*/*' }, undefined],
    [{ accept: 'text/html' }, undefined],
    [{ accept: FHIR }, FHIR],
    [{ accept: `${FHIR};q=0.5, application/problem+json` }, undefined],
    [{ 'content-type': FHIR }, FHIR],
    [{ 'content-type': FHIR, accept: JSON_TYPE }, undefined],
  ])('to %j is told as %s', (headers, name) => {
    expect(problemFormOf([fhirJson], headers)?.name).toBe(name);
  });
  it('is told in no form that the context lacks', () => {
    expect(problemFormOf([], { accept: FHIR })).toBeUndefined();
  });
});
