import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PickupReadyV1 } from '../../events/fulfilment.ts';
import { OfferMadeV1 } from '../../events/routing.ts';
import { timelineOf } from '../../events/timeline.ts';
import { createPost } from '../../shared/adapters/node/http-post.ts';
import { streamId } from '../../shared/kernel/ids.ts';
import type { Message } from '../../shared/kernel/messages.ts';
import type { OutgoingAnswer, OutgoingRequest } from '../../shared/kernel/runtime.ts';
import { addMs, DAY_MS, epochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/kernel/time.ts';
import { verifyWebhook } from '../../shared/webhook/verify.ts';
import { putCommit } from '../support/commits.ts';
import { addPartner, createPartnersWorld, type Partner } from '../support/partners.ts';
import type { World } from '../support/world.ts';

const URL = 'http://127.0.0.1:3999/hook';
const RX = 'rx_4bVJcQ0yTn2mW8sKxE1aLdPz';

let world: World;
let platformKey: string;
let pharmacy: Partner;
/** How the receiver answers next. */
let answerWith: (request: OutgoingRequest) => OutgoingAnswer | Promise<OutgoingAnswer>;
beforeEach(async () => {
  answerWith = () => ({ kind: 'answered', status: 204 });
  ({ world, platformKey } = await createPartnersWorld({ answerOutgoing: (request) => answerWith(request) }));
  pharmacy = await addPartner(world, platformKey, 'pharmacy');
});
afterEach(() => world.close());

const create = async (body: object = {}, as = pharmacy.apiKey) => {
  const answer = await world.call('POST', '/v1/webhook-endpoints', { as, body: { url: URL, ...body } });
  return answer.body;
};
const attemptsOf = async (endpointId: string, as = pharmacy.apiKey) =>
  (await world.call('GET', `/v1/webhook-endpoints/${endpointId}/attempts`, { as })).body.items;
const statusOf = async (endpointId: string) => {
  const { body } = await world.call('GET', `/v1/webhook-endpoints/${endpointId}`, { as: pharmacy.apiKey });
  return body.status === 'disabled' ? body.disabledBecause : body.status;
};

let told = 0;
const messageOf = (type: string, data: unknown): Message => {
  told += 1;
  return {
    id: `evt_test/${told}/0`,
    type,
    occurredAt: world.clock.now(),
    correlationId: RX,
    causationId: 'test',
    data,
    traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
  };
};
const offerTo = (agencyId: string): Message =>
  messageOf(OfferMadeV1.type, { ...OfferMadeV1.example, prescriptionId: RX, pharmacyId: agencyId });
const publish = (...messages: readonly Message[]) => world.engine.inbox.publish(messages);
const offer = async (agencyId = pharmacy.agencyId) => {
  await publish(offerTo(agencyId));
  await world.settle();
};
/** The commit that such an event comes from: by its time the event's deliveries are looked for. */
const putCommitNow = () =>
  putCommit(world, 'routing', { stream: streamId('routing', RX), version: 1, correlationId: RX, events: [{ type: 'OffersMade' }] });
const isSignedBy = (key: string, request: OutgoingRequest | undefined) =>
  request !== undefined &&
  verifyWebhook(
    [key],
    { headers: request.headers, body: Buffer.from(request.body) },
    { nowSeconds: Math.floor(epochMs(world.clock.now()) / 1000) },
  ).ok;

describe('a webhook endpoint', () => {
  it('is created with a secret that only its request and repeats of it show', async () => {
    const call = () =>
      world.call('POST', '/v1/webhook-endpoints', {
        as: pharmacy.apiKey,
        key: 'one',
        body: { url: URL, events: ['offer.*'], description: 'till' },
      });
    const [first, repeat] = [await call(), await call()];
    expect(first.status).toBe(201);
    expect(repeat.body).toEqual(first.body);
    expect(first.body).toMatchObject({
      agencyId: pharmacy.agencyId,
      url: URL,
      events: ['offer.*'],
      description: 'till',
      status: 'enabled',
    });
    expect(first.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(first.body.publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);

    const read = await world.call('GET', `/v1/webhook-endpoints/${first.body.endpointId}`, { as: pharmacy.apiKey });
    const list = await world.call('GET', '/v1/webhook-endpoints', { as: pharmacy.apiKey });
    const { secret, ...shown } = first.body;
    expect([read.body, list.body.items]).toEqual([shown, [shown]]);
    expect(JSON.stringify(await world.engine.journal.load(`webhook-endpoint#${first.body.endpointId}`))).not.toContain(secret);
  });

  it.each([
    ['http://example.com/', 'scheme-refused'],
    ['https://10.0.0.1/', 'address-refused'],
    ['https://169.254.169.254/', 'address-refused'],
    ['https://user:secret@example.com/', 'credentials-refused'],
    ['https://example.com:22/', 'port-refused'],
    ['nonsense', 'url-malformed'],
  ])('is refused at %s: %s', async (url, reason) => {
    const answer = await world.call('POST', '/v1/webhook-endpoints', { as: pharmacy.apiKey, body: { url } });
    expect([answer.status, answer.body.code, answer.body.reason]).toEqual([422, 'webhook-url-refused', reason]);
    const { endpointId } = await create();
    const changed = await world.call('PUT', `/v1/webhook-endpoints/${endpointId}`, { as: pharmacy.apiKey, body: { url } });
    expect(changed.body.code).toBe('webhook-url-refused');
  });

  it('is refused for events that nobody is ever told', async () => {
    const answers = await Promise.all(
      ['offer.made.v9', 'ofer.*', 'offer.declined.v1'].map((pattern) =>
        world.call('POST', '/v1/webhook-endpoints', { as: pharmacy.apiKey, body: { url: URL, events: ['*', pattern] } }),
      ),
    );
    expect(answers.map(({ body }) => body.code)).toEqual(['event-type-unknown', 'event-type-unknown', 'event-type-unknown']);
    const { endpointId } = await create();
    const changed = await world.call('PUT', `/v1/webhook-endpoints/${endpointId}`, { as: pharmacy.apiKey, body: { events: ['ofer.*'] } });
    expect(changed.body.code).toBe('event-type-unknown');
  });

  it('is one of at most twenty of its agency', async () => {
    for (let nth = 0; nth < 20; nth += 1) expect((await create()).status).toBe('enabled');
    const refused = await world.call('POST', '/v1/webhook-endpoints', { as: pharmacy.apiKey, body: { url: URL } });
    expect([refused.status, refused.body.code]).toEqual([409, 'endpoint-limit-reached']);
  });

  it('is its agency’s own: nobody else finds it, not even the platform', async () => {
    const { endpointId } = await create();
    const path = `/v1/webhook-endpoints/${endpointId}`;
    const other = await addPartner(world, platformKey, 'pharmacy');
    for (const as of [other.apiKey, platformKey]) {
      const answers = [
        await world.call('GET', path, { as }),
        await world.call('PUT', path, { as, body: { isEnabled: false } }),
        await world.call('DELETE', path, { as }),
        await world.call('POST', `${path}/rotate-secret`, { as, body: {} }),
        await world.call('POST', `${path}/test`, { as }),
        await world.call('GET', `${path}/attempts`, { as }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
    }
    expect(world.outgoing).toEqual([]);
  });

  it('gets nothing any more once it is deleted, not even what waits', async () => {
    const { endpointId } = await create();
    answerWith = () => ({ kind: 'answered', status: 500 });
    await offer();
    expect((await world.call('DELETE', `/v1/webhook-endpoints/${endpointId}`, { as: pharmacy.apiKey })).body.endpointId).toBe(endpointId);
    await offer();
    await world.pass(4 * DAY_MS);
    expect(world.outgoing).toHaveLength(1);
    expect((await world.call('GET', '/v1/webhook-endpoints', { as: pharmacy.apiKey })).body.items).toEqual([]);
    expect((await world.call('DELETE', `/v1/webhook-endpoints/${endpointId}`, { as: pharmacy.apiKey })).status).toBe(404);
  });
});

describe('an event', () => {
  it('reaches an endpoint that was created a moment ago, thin and signed twice', async () => {
    const { endpointId, secret, publicKey } = await create();
    // No projector has run since.
    await publish(offerTo(pharmacy.agencyId));
    await world.settle();
    const [request] = world.outgoing;
    expect(world.outgoing).toHaveLength(1);
    expect([isSignedBy(secret, request), isSignedBy(publicKey, request)]).toEqual([true, true]);
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Sanlian-Webhooks/1.0',
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^evt_/),
      source: 'sanlian.routing',
      type: 'offer.made.v1',
      time: world.clock.now(),
      subject: RX,
      datacontenttype: 'application/json',
      data: { offerId: OfferMadeV1.example.offerId, prescriptionId: RX, fill: 1, expiresAt: OfferMadeV1.example.expiresAt },
      links: { prescription: `/v1/prescriptions/${RX}`, offer: `/v1/offers/${OfferMadeV1.example.offerId}` },
    });
    expect(await attemptsOf(endpointId)).toEqual([
      {
        messageId: request?.headers['webhook-id'],
        type: 'offer.made.v1',
        attempt: 1,
        at: world.clock.now(),
        outcome: 'delivered',
        status: 204,
        durationMs: 0,
      },
    ]);
  });

  it('goes to the agencies that it names and to the roles that it is for, with their own fields', async () => {
    const app = await addPartner(world, platformKey, 'patient-app');
    const stranger = await addPartner(world, platformKey, 'pharmacy');
    await create({ url: 'http://127.0.0.1:3999/pharmacy' });
    await create({ url: 'http://127.0.0.1:3999/app' }, app.apiKey);
    await create({ url: 'http://127.0.0.1:3999/stranger' }, stranger.apiKey);
    await publish(messageOf(PickupReadyV1.type, { ...PickupReadyV1.example, pharmacyId: pharmacy.agencyId }));
    await world.settle();
    const tokens = world.outgoing.map(({ url, body }) => [url.split('/').at(-1), JSON.parse(body).data.patientToken]);
    expect(tokens.sort()).toEqual([
      ['app', PickupReadyV1.example.patientToken],
      ['pharmacy', undefined],
    ]);
    expect(world.outgoing.every(({ body }) => !body.includes('hospitalId'))).toBe(true);
  });

  it('goes only to endpoints that asked for it and are enabled', async () => {
    await create({ url: 'http://127.0.0.1:3999/offers', events: ['offer.*'] });
    await create({ url: 'http://127.0.0.1:3999/exact', events: ['offer.made.v1'] });
    await create({ url: 'http://127.0.0.1:3999/pickups', events: ['pickup.*'] });
    const off = await create({ url: 'http://127.0.0.1:3999/off' });
    await world.call('PUT', `/v1/webhook-endpoints/${off.endpointId}`, { as: pharmacy.apiKey, body: { isEnabled: false } });
    await offer();
    expect(world.outgoing.map(({ url }) => url.split('/').at(-1)).sort()).toEqual(['exact', 'offers']);
  });

  it('that comes twice is sent once', async () => {
    await create();
    const message = offerTo(pharmacy.agencyId);
    await publish(message);
    await world.settle();
    await publish(message);
    await world.pass(4 * DAY_MS);
    expect(world.outgoing).toHaveLength(1);
  });

  it('leaves a line in its journey’s timeline for every attempt, without body or secret', async () => {
    const { endpointId, secret } = await create();
    answerWith = () => ({ kind: 'answered', status: world.outgoing.length === 1 ? 500 : 200 });
    await putCommitNow();
    await offer();
    await world.pass(MINUTE_MS);
    const hops = await timelineOf(world.engine.runtime, RX);
    expect(hops.slice(1)).toMatchObject([
      { context: 'partners', version: 1, events: ['WebhookFailed'], agencyId: pharmacy.agencyId, endpointId, status: 500 },
      { context: 'partners', version: 2, events: ['WebhookDelivered'], agencyId: pharmacy.agencyId, endpointId, status: 200 },
    ]);
    const kept = JSON.stringify([hops, await attemptsOf(endpointId), world.logged]);
    for (const text of [secret, 'specversion', 'v1,']) expect(kept).not.toContain(text);
  });
});

/** Handles what is due in the inbox of events only; the lane of later attempts stands still. */
const fanOutOnly = async () => {
  const deliveries = await world.engine.inbox.receive('partners', 100);
  return Promise.all(deliveries.map((delivery) => world.engine.handle(delivery)));
};
const inLane = async () => (await world.engine.inbox.receive('partners-deliveries', 100)).length;

describe('a first attempt', () => {
  it('is made with the event, without a turn in the lane', async () => {
    await create();
    await publish(offerTo(pharmacy.agencyId));
    await fanOutOnly();
    expect([world.outgoing.length, await inLane()]).toEqual([1, 0]);
  });

  it('waits in the lane while the endpoint’s last one failed, and no longer', async () => {
    await create();
    answerWith = () => ({ kind: 'answered', status: 500 });
    await offer();
    answerWith = () => ({ kind: 'answered', status: 200 });
    await publish(offerTo(pharmacy.agencyId));
    await fanOutOnly();
    expect(world.outgoing).toHaveLength(1);
    await world.pass(10 * SECOND_MS);
    const before = world.outgoing.length;
    await publish(offerTo(pharmacy.agencyId));
    await fanOutOnly();
    expect([before, world.outgoing.length]).toEqual([3, 4]);
  });

  it('to a receiver that hangs keeps ten events busy, and the others wait in the lane', async () => {
    await create();
    const hanging: (() => void)[] = [];
    answerWith = () => new Promise((resolve) => hanging.push(() => resolve({ kind: 'failed', reason: 'timeout' })));
    await publish(...Array.from({ length: 12 }, () => offerTo(pharmacy.agencyId)));
    const handled = fanOutOnly();
    await expect.poll(() => hanging.length).toBe(10);
    await expect.poll(inLane).toBe(2);
    for (const hangUp of hanging) hangUp();
    await handled;
    expect(world.outgoing).toHaveLength(10);
  });
});

describe('an event that many are told of', () => {
  it('is sent to twenty with the event, and to the others by the lane', async () => {
    for (let nth = 0; nth < 20; nth += 1) await create({ url: `${URL}/${nth}` });
    const app = await addPartner(world, platformKey, 'patient-app');
    for (let nth = 20; nth < 23; nth += 1) await create({ url: `${URL}/${nth}` }, app.apiKey);
    await publish(messageOf(PickupReadyV1.type, { ...PickupReadyV1.example, pharmacyId: pharmacy.agencyId }));
    await fanOutOnly();
    expect([world.outgoing.length, await inLane()]).toEqual([20, 3]);
    await world.pass(10 * MINUTE_MS);
    expect(new Set(world.outgoing.map(({ url }) => url)).size).toBe(23);
  });
});

describe('a failed delivery', () => {
  it('is tried ten times over three days, under one id, signed anew each time, and then given up', async () => {
    const { endpointId, secret } = await create();
    const sentAt: number[] = [];
    const genuine: boolean[] = [];
    answerWith = (request) => {
      sentAt.push(epochMs(world.clock.now()));
      genuine.push(isSignedBy(secret, request));
      return { kind: 'answered', status: 503 };
    };
    await offer();
    await world.pass(5 * DAY_MS);
    expect(genuine).toEqual(Array(10).fill(true));
    expect(new Set(world.outgoing.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(world.outgoing.map(({ body }) => body)).size).toBe(1);
    const steps = [
      5 * SECOND_MS,
      5 * MINUTE_MS,
      30 * MINUTE_MS,
      2 * HOUR_MS,
      5 * HOUR_MS,
      10 * HOUR_MS,
      14 * HOUR_MS,
      20 * HOUR_MS,
      24 * HOUR_MS,
    ];
    for (const [nth, stepMs] of steps.entries()) {
      const waitedMs = (sentAt[nth + 1] ?? 0) - (sentAt[nth] ?? 0);
      expect(Math.abs(waitedMs - stepMs)).toBeLessThanOrEqual(stepMs * 0.2);
    }
    const log = await attemptsOf(endpointId);
    expect(log.map(({ attempt }: { attempt: number }) => attempt)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(log.map(({ nextAttemptAt }: { nextAttemptAt?: string }) => nextAttemptAt !== undefined)).toEqual([
      false,
      ...Array(9).fill(true),
    ]);
    // One message alone, given up after three days, condemns no endpoint.
    expect(await statusOf(endpointId)).toBe('enabled');
    expect(world.engine.inbox.parked()).toEqual([]);
  });

  it.each([
    ['a redirect', { kind: 'answered', status: 302 }, { status: 302 }],
    ['a client error', { kind: 'answered', status: 400 }, { status: 400 }],
    ['no answer', { kind: 'failed', reason: 'timeout' }, { reason: 'timeout' }],
    ['an address that is not allowed', { kind: 'refused', reason: 'address-refused' }, { reason: 'address-refused' }],
  ] as const)('with %s is tried again', async (_name, answer, logged) => {
    const { endpointId } = await create();
    answerWith = () => (world.outgoing.length === 1 ? answer : { kind: 'answered', status: 200 });
    await offer();
    await world.pass(10 * SECOND_MS);
    const outcomes = await attemptsOf(endpointId);
    expect(outcomes).toMatchObject([
      { outcome: 'delivered', attempt: 2 },
      { outcome: 'failed', attempt: 1, ...logged },
    ]);
  });

  it.each([
    ['seconds', () => '600'],
    ['a date', () => new Date(epochMs(world.clock.now()) + 600_000).toUTCString()],
  ])('waits as long as the receiver asks, in %s', async (_name, retryAfter) => {
    await create();
    answerWith = () => ({ kind: 'answered', status: 429, retryAfter: retryAfter() });
    await offer();
    await world.pass(10 * MINUTE_MS - 1);
    expect(world.outgoing).toHaveLength(1);
    await world.pass(1);
    expect(world.outgoing).toHaveLength(2);
  });

  it('goes to the new URL once the agency has changed it', async () => {
    const { endpointId } = await create();
    answerWith = ({ url }) => ({ kind: 'answered', status: url === URL ? 500 : 200 });
    await offer();
    await world.call('PUT', `/v1/webhook-endpoints/${endpointId}`, { as: pharmacy.apiKey, body: { url: 'http://127.0.0.1:4000/new' } });
    await world.pass(10 * SECOND_MS);
    expect(world.outgoing.map(({ url }) => url)).toEqual([URL, 'http://127.0.0.1:4000/new']);
  });

  it('whose plan was lost with the process is planned again, not sent again', async () => {
    const { endpointId } = await create();
    answerWith = () => ({ kind: 'answered', status: 500 });
    await offer();
    const [first] = world.outgoing;
    const delivery = {
      messageId: first?.headers['webhook-id'],
      endpointId,
      type: 'offer.made.v1',
      eventId: 'evt',
      attempt: 1,
      body: first?.body,
    };
    const repeat: Message = { ...messageOf('webhook.attempt', delivery), id: `${delivery.messageId}.1` };
    await world.engine.inbox.send('partners-deliveries', repeat);
    await world.settle();
    expect(world.outgoing).toHaveLength(1);
    await world.pass(10 * SECOND_MS);
    expect(world.outgoing).toHaveLength(2);
    // The same again, now that the second attempt is behind us, begins no second chain.
    await world.engine.inbox.send('partners-deliveries', repeat);
    await world.pass(MINUTE_MS);
    expect(world.outgoing).toHaveLength(2);
  });
});

describe('the list of attempts', () => {
  it('comes in pages that a message’s turns may fall between, and shows thirty days', async () => {
    const { endpointId } = await create();
    answerWith = () => ({ kind: 'answered', status: world.outgoing.length % 2 === 1 ? 500 : 200 });
    await offer();
    await world.pass(MINUTE_MS);
    await offer();
    await world.pass(MINUTE_MS);
    const pages: number[][] = [];
    let cursor: string | undefined;
    do {
      const query = `limit=3${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const { body } = await world.call('GET', `/v1/webhook-endpoints/${endpointId}/attempts?${query}`, { as: pharmacy.apiKey });
      pages.push(body.items.map(({ attempt }: { attempt: number }) => attempt));
      cursor = body.nextCursor;
    } while (cursor !== undefined);
    expect(pages).toEqual([[2, 1, 2], [1]]);
    await world.pass(30 * DAY_MS);
    expect(await attemptsOf(endpointId)).toEqual([]);
  });
});

describe('an endpoint that does not work', () => {
  it('is disabled by 410, its owner is told on another endpoint, and it works again when enabled', async () => {
    const { endpointId } = await create();
    await create({ url: 'http://127.0.0.1:3999/operations', events: ['webhook-endpoint.disabled.v1'] });
    answerWith = ({ url }) => ({ kind: 'answered', status: url === URL ? 410 : 200 });
    await offer();
    expect(await statusOf(endpointId)).toBe('gone');
    expect(JSON.parse(world.outgoing.at(-1)?.body ?? '').data).toEqual({ endpointId, reason: 'gone' });
    await world.pass(4 * DAY_MS);
    await offer();
    expect(world.outgoing.map(({ url }) => url.split('/').at(-1))).toEqual(['hook', 'operations']);

    answerWith = () => ({ kind: 'answered', status: 200 });
    const enabled = await world.call('PUT', `/v1/webhook-endpoints/${endpointId}`, { as: pharmacy.apiKey, body: { isEnabled: true } });
    expect(enabled.body.status).toBe('enabled');
    await offer();
    expect(world.outgoing).toHaveLength(3);
  });

  it('is disabled after five days of nothing but failures, not by their number alone', async () => {
    const { endpointId } = await create();
    answerWith = () => ({ kind: 'answered', status: 500 });
    await publish(...Array.from({ length: 25 }, () => offerTo(pharmacy.agencyId)));
    await world.pass(HOUR_MS);
    expect(world.outgoing.length).toBeGreaterThanOrEqual(75);
    expect(await statusOf(endpointId)).toBe('enabled');
    await world.pass(5 * DAY_MS);
    await offer();
    expect(await statusOf(endpointId)).toBe('failing');
  });

  it('is spared when one delivery got through in between', async () => {
    const { endpointId } = await create();
    answerWith = () => ({ kind: 'answered', status: 500 });
    await publish(...Array.from({ length: 25 }, () => offerTo(pharmacy.agencyId)));
    await world.pass(4 * DAY_MS);
    answerWith = () => ({ kind: 'answered', status: 200 });
    await offer();
    answerWith = () => ({ kind: 'answered', status: 500 });
    await world.pass(2 * DAY_MS);
    await publish(...Array.from({ length: 25 }, () => offerTo(pharmacy.agencyId)));
    await world.settle();
    expect(await statusOf(endpointId)).toBe('enabled');
  });

  it('keeps the turns of what waits while it is disabled', async () => {
    const { endpointId } = await create();
    answerWith = () => ({ kind: 'answered', status: 500 });
    await offer();
    const path = `/v1/webhook-endpoints/${endpointId}`;
    await world.call('PUT', path, { as: pharmacy.apiKey, body: { isEnabled: false } });
    await world.pass(HOUR_MS);
    expect(world.outgoing).toHaveLength(1);
    expect((await attemptsOf(endpointId))[0]).toMatchObject({ outcome: 'skipped', reason: 'endpoint-disabled' });
    await world.call('PUT', path, { as: pharmacy.apiKey, body: { isEnabled: true } });
    answerWith = () => ({ kind: 'answered', status: 200 });
    await world.pass(3 * HOUR_MS);
    expect((await attemptsOf(endpointId))[0]).toMatchObject({ outcome: 'delivered' });
  });

  it('gets nothing while its agency is suspended', async () => {
    const { endpointId } = await create();
    await world.call('POST', `/v1/agencies/${pharmacy.agencyId}/suspend`, { as: platformKey });
    await offer();
    expect(world.outgoing).toEqual([]);
    await world.call('POST', `/v1/agencies/${pharmacy.agencyId}/resume`, { as: platformKey });
    await world.pass(10 * SECOND_MS);
    expect(world.outgoing).toHaveLength(1);
    expect(await attemptsOf(endpointId)).toMatchObject([{ outcome: 'delivered' }, { outcome: 'skipped', reason: 'agency-suspended' }]);
  });
});

describe('a rotated secret', () => {
  const rotate = (endpointId: string, body: object, key?: string) =>
    world.call('POST', `/v1/webhook-endpoints/${endpointId}/rotate-secret`, {
      as: pharmacy.apiKey,
      body,
      ...(key === undefined ? {} : { key }),
    });

  it('signs beside the old one until the grace ends', async () => {
    const { endpointId, secret, publicKey } = await create();
    const next = await rotate(endpointId, { graceMs: HOUR_MS }, 'rotation');
    expect(next.status).toBe(201);
    expect(next.body.secret).not.toBe(secret);
    expect((await rotate(endpointId, { graceMs: HOUR_MS }, 'rotation')).body).toEqual(next.body);

    const signedBy = async () => {
      await offer();
      const request = world.outgoing.at(-1);
      return [secret, publicKey, next.body.secret, next.body.publicKey].map((key) => isSignedBy(key, request));
    };
    await world.pass(HOUR_MS - 1);
    expect(await signedBy()).toEqual([true, true, true, true]);
    await world.pass(1);
    expect(await signedBy()).toEqual([false, false, true, true]);
  });

  it('cannot be rotated again within the grace but at once', async () => {
    const { endpointId, secret } = await create();
    const second = await rotate(endpointId, {});
    const third = await rotate(endpointId, {});
    expect([third.status, third.body.code, third.body.graceEndsAt]).toEqual([409, 'rotation-in-grace', addMs(world.clock.now(), DAY_MS)]);
    const leaked = await rotate(endpointId, { graceMs: 0 });
    await offer();
    expect([secret, second.body.secret, leaked.body.secret].map((key) => isSignedBy(key, world.outgoing.at(-1)))).toEqual([
      false,
      false,
      true,
    ]);
    expect((await rotate(endpointId, {})).status).toBe(201);
  });
});

describe('a test ping', () => {
  it('tells what the receiver made of it', async () => {
    const { endpointId } = await create();
    const ping = () => world.call('POST', `/v1/webhook-endpoints/${endpointId}/test`, { as: pharmacy.apiKey });
    answerWith = () => ({ kind: 'answered', status: 500 });
    expect((await ping()).body).toEqual({ messageId: expect.stringMatching(/^msg_/), delivered: false, status: 500, durationMs: 0 });
    answerWith = () => ({ kind: 'failed', reason: 'connection-refused' });
    expect((await ping()).body).toMatchObject({ delivered: false, reason: 'connection-refused' });
  });

  it('reaches a real receiver on loopback with a genuine signature', async () => {
    const post = createPost({ allowLoopback: true });
    answerWith = (request) => post(request);
    const received: { headers: Record<string, string | readonly string[] | undefined>; body: Buffer }[] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      received.push({ headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(200).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { endpointId, secret } = await create({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` });
    const answer = await world.call('POST', `/v1/webhook-endpoints/${endpointId}/test`, { as: pharmacy.apiKey });
    expect(answer.body).toMatchObject({ delivered: true, status: 200 });
    const [webhook] = received;
    const nowSeconds = Math.floor(epochMs(world.clock.now()) / 1000);
    expect(webhook !== undefined && verifyWebhook([secret], webhook, { nowSeconds })).toEqual({
      ok: true,
      id: answer.body.messageId,
      timestampSeconds: nowSeconds,
    });
    expect(JSON.parse(webhook?.body.toString() ?? '')).toMatchObject({
      type: 'webhook.ping.v1',
      source: 'sanlian.partners',
      data: { endpointId },
    });
    server.closeAllConnections();
    server.close();
  });
});

describe('a thing that its agency changes without end', () => {
  it('is told to stop while deleting still works', async () => {
    const { endpointId } = await create();
    const path = `/v1/webhook-endpoints/${endpointId}`;
    const change = (nth: number) => world.call('PUT', path, { as: pharmacy.apiKey, body: { description: `change ${nth}` } });
    for (let nth = 2; nth <= 180; nth += 1) await change(nth);
    const refused = await change(181);
    expect([refused.status, refused.body.code]).toEqual([409, 'changes-exhausted']);
    expect((await world.call('POST', `${path}/rotate-secret`, { as: pharmacy.apiKey, body: {} })).body.code).toBe('changes-exhausted');
    expect((await world.call('DELETE', path, { as: pharmacy.apiKey })).status).toBe(200);
  });
});
