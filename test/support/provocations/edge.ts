import * as z from 'zod/mini';
import { AgencyDirectory } from '../../../events/partners.ts';
import { AgencyId } from '../../../events/vocabulary/ids.ts';
import { directoryContext } from '../../../functions/directory/context.ts';
import { drugExample, pharmacyExample } from '../../../functions/directory/routes/examples.ts';
import type { ServerLimits } from '../../../infra/local/server.ts';
import { jinan } from '../../../infra/regions/jinan.ts';
import { defineContext } from '../../../shared/kernel/context.ts';
import { defineProblems, edgeProblems } from '../../../shared/kernel/problem.ts';
import { routesOf } from '../../../shared/kernel/route.ts';
import { answerIn, exchange, holdRequest } from '../raw-http.ts';
import { createWorld } from '../world.ts';
import { defineChapter } from './provocation.ts';

const PLATFORM = 'platform:ag_platform1';
const PHARMACY = 'pharmacy:ag_pharmacy1';

/** What the edge tells nobody: the message of an error quotes what it choked on. */
export const UNSPEAKABLE = 'choked on 张秀英';

/** A context with a fault. */
const broken = defineContext({
  name: 'broken',
  routes: [
    routesOf(defineProblems({}))({
      method: 'GET',
      path: '/v1/broken',
      operationId: 'readBroken',
      summary: 'Fail',
      access: 'anyone',
      success: { status: 200, body: z.object({}), description: 'Never.' },
      problems: [],
      example: {},
      handle: () => Promise.reject(new Error(UNSPEAKABLE)),
    }),
  ],
  problems: {},
  aggregates: [],
  reactions: [],
  publishes: [],
});

/** What makes a problem easy to meet. */
const LIMITS: Partial<Record<keyof typeof edgeProblems, Partial<ServerLimits>>> = {
  'rate-limited': { agency: { perSecond: 1, burst: 1 } },
  'request-timeout': { requestTimeoutMs: 50 },
};

const open = async (code: keyof typeof edgeProblems) => {
  const world = await createWorld({
    contexts: [directoryContext, broken],
    policies: jinan.policies,
    limits: LIMITS[code] ?? { requestsMax: 1 },
  });
  const agencyId = AgencyId.parse('ag_pharmacy1');
  const agency = { agencyId, role: 'pharmacy', name: '泉城', englishName: 'Quancheng', isSuspended: false } as const;
  await world.engine.runtime.views.put([AgencyDirectory.record({ partition: 'agencies', sort: agencyId }, 1, agency)]);
  const list = (body: unknown, more: object = {}) => world.call('POST', '/v1/drugs', { as: PLATFORM, body, ...more });
  return { world, list };
};

export const edgeChapter = defineChapter({
  name: 'edge',
  problems: edgeProblems,
  open,
  provocations: {
    'malformed-json': ({ list }) => list('{"drugCode": '),
    'request-malformed': async ({ world }) => answerIn(await exchange(world.baseUrl, 'GET /v1/drugs HTTP/1.1\r\n: no name\r\n\r\n')),
    'request-timeout': async ({ world }) => answerIn(await exchange(world.baseUrl, 'GET /v1/drugs HTTP/1.1\r\nhost: ')),
    'headers-too-large': async ({ world }) => answerIn(await exchange(world.baseUrl, `GET /v1/drugs HTTP/1.1\r\nx: ${'x'.repeat(20_000)}`)),
    'rate-limited': async ({ world }) => {
      const ask = () => world.call('GET', '/v1/drugs', { as: PHARMACY });
      let answer = await ask();
      // A busy machine may be too slow for one a second.
      for (let asked = 0; asked < 50 && answer.status === 200; asked += 1) answer = await ask();
      return answer;
    },
    'idempotency-key-missing': ({ list }) => list(drugExample, { key: '' }),
    unauthorized: ({ world }) => world.call('GET', '/v1/drugs'),
    forbidden: ({ world }) => world.call('POST', '/v1/drugs', { as: PHARMACY, body: drugExample }),
    'not-found': ({ world }) => world.call('GET', `/v1/drugs/${drugExample.drugCode}`, { as: PHARMACY }),
    'method-not-allowed': ({ world }) => world.call('PATCH', '/v1/drugs', { as: PLATFORM }),
    'not-acceptable': ({ world }) => world.call('GET', '/v1/drugs', { as: PHARMACY, headers: { accept: 'text/html' } }),
    'version-mismatch': async ({ world }) => {
      await world.call('POST', '/v1/pharmacies', { as: PLATFORM, body: { agencyId: 'ag_pharmacy1', ...pharmacyExample } });
      const change = { as: PHARMACY, body: { services: [] }, headers: { 'if-match': '"7"' } };
      return world.call('PUT', '/v1/pharmacies/ag_pharmacy1', change);
    },
    'body-too-large': ({ list }) => list(' '.repeat(1024 * 1024 + 1)),
    'unsupported-media-type': ({ list }) => list('drugCode=1', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    'request-invalid': ({ list }) => list({ ...drugExample, kind: 'magic' }),
    'idempotency-key-reused': async ({ list }) => {
      await list(drugExample, { key: 'one' });
      return list({ ...drugExample, priceCapFen: 1 }, { key: 'one' });
    },
    'internal-error': ({ world }) => world.call('GET', '/v1/broken'),
    overloaded: async ({ world }) => {
      const held = await holdRequest(world.baseUrl, [`authorization: Bearer ${PLATFORM}`, 'content-type: application/json']);
      try {
        return await world.call('GET', '/v1/drugs', { as: PHARMACY });
      } finally {
        held.destroy();
      }
    },
  },
});
