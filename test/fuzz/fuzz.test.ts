import { describe, expect, it } from 'vitest';
import { createJudge } from './judge.ts';
import { choicesOf, textOfPattern } from './pattern.ts';
import { type Plan, routes } from './requests.ts';
import { fuzz } from './run.ts';
import type { Received, Sent } from './send.ts';
import { createStage } from './stage.ts';

/** What `npm test` affords; `npm run fuzz` sends as many as one likes. */
const REQUESTS = 1_000;
const TIMEOUT_MS = 90_000;

describe('every operation, asked for rightly and wrongly', () => {
  it(
    `keeps its word to ${REQUESTS} requests`,
    async () => {
      const { sent, failure, statuses, succeeded } = await fuzz({ seed: 1, requests: REQUESTS });
      expect(failure).toBeUndefined();
      expect(sent).toBe(REQUESTS);
      // A fuzzer that is only ever refused shows little.
      const accepted = [...statuses].filter(([status]) => status < 300).reduce((sum, [, count]) => sum + count, 0);
      expect(accepted).toBeGreaterThan(REQUESTS / 4);
      expect(succeeded.size).toBeGreaterThan(routes.length / 2);
    },
    TIMEOUT_MS,
  );
});

describe('the judge', () => {
  const operation = routes.find(({ operationId }) => operationId === 'registerAgency');
  const body = { role: 'pharmacy', name: '药房', englishName: 'Pharmacy' };
  const reply = { agencyId: 'ag_0001', role: 'pharmacy', name: '药房', englishName: 'Pharmacy', status: 'active' };
  const problem = (over: object = {}) => ({
    type: '/docs/problems#request-invalid',
    title: 'x',
    status: 422,
    code: 'request-invalid',
    retryable: false,
    remedy: 'x',
    instance: 'req_1',
    ...over,
  });
  const refused = (over: object = {}): Received => ({
    status: 422,
    headers: { 'content-type': 'application/problem+json' },
    text: JSON.stringify(problem(over)),
  });
  const accepted: Received = { status: 201, headers: { 'content-type': 'application/json' }, text: JSON.stringify(reply) };
  const atBody = { errors: [{ pointer: '/body/name', code: 'too_small' }] };

  const cases: readonly { what: string; received: Received; sent?: object; written?: number; wrong: RegExp }[] = [
    { what: 'a failure', received: { ...accepted, status: 500 }, wrong: /^500/ },
    { what: 'a status that is not declared', received: { ...accepted, status: 202 }, wrong: /not declared/ },
    { what: 'a reply that does not fit', received: { ...accepted, text: '{}' }, wrong: /must have required property/ },
    { what: 'another media type', received: { ...accepted, headers: { 'content-type': 'text/html' } }, wrong: /as text\/html/ },
    { what: 'a row that a refusal wrote', received: refused(), written: 1, wrong: /wrote 1 rows/ },
    { what: 'a problem that lacks a member', received: refused({ remedy: undefined }), wrong: /none by RFC 9457/ },
    { what: 'a problem of another status', received: refused({ status: 400 }), wrong: /none by RFC 9457/ },
    {
      what: 'a code that is not declared',
      received: refused({ code: 'unknown-drug' }),
      wrong: /must be equal to one of the allowed values/,
    },
    { what: 'a good body refused as unfit', received: refused(atBody), wrong: /the contract takes/ },
    { what: 'a bad body accepted', received: accepted, sent: { ...body, name: '' }, wrong: /the contract refuses/ },
  ];
  it('sees what is wrong, and nothing else', async () => {
    if (operation === undefined) throw new Error('the contract has changed');
    const stage = await createStage();
    const judge = createJudge(stage);
    const plan: Plan = {
      operation,
      method: 'POST',
      caller: { role: 'platform', isStranger: false },
      things: 0,
      body: undefined,
      query: [],
      segment: undefined,
      tail: '',
      headers: {},
    };
    const sentWith = (document: unknown): Sent => ({
      method: 'POST',
      path: '/v1/agencies',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(document)),
    });
    for (const { what, received, sent = body, written = 0, wrong } of cases)
      expect(judge(plan, sentWith(sent), received, written), what).toMatch(wrong);
    expect(judge(plan, sentWith(body), accepted, 3)).toBeUndefined();
    expect(judge(plan, sentWith({ ...body, name: '' }), refused(atBody), 0)).toBeUndefined();
    await stage.close();
  });
});

describe('a text of a pattern', () => {
  it.each([
    '^rx_[A-Za-z0-9_-]{4,64}$',
    '^ *\\+?[0-9][0-9 -]{4,20} *$',
    '^(\\*|[a-z]+(\\.[a-z0-9-]+)*(\\.\\*)?)$',
    '^[0-9a-f]{64}$',
    '^(?:"([\\x21\\x23-\\x7e]{1,9})"|x)$',
  ])('fits %s', (pattern) => {
    const texts = Array.from({ length: 200 }, (_, index) => textOfPattern(pattern, choicesOf(index * 7_919)));
    expect(texts.filter((text) => !new RegExp(pattern).test(text))).toEqual([]);
    expect(new Set(texts).size).toBeGreaterThan(1);
  });
});
