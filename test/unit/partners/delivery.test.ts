import { describe, expect, it } from 'vitest';
import { EndpointId } from '../../../events/vocabulary/ids.ts';
import {
  attemptMessage,
  bodyOf,
  DELIVERIES_INBOX,
  DELIVERIES_LANE,
  Delivery,
  pick,
  WebhookAttempt,
} from '../../../functions/partners/domain/delivery.ts';
import { PartnersPolicy, PartnersRules } from '../../../functions/partners/domain/policy.ts';
import type { Message } from '../../../shared/kernel/messages.ts';
import { at } from './examples.ts';

const event = { type: 'offer.made.v1', source: 'sanlian.routing' };
const message: Message = {
  id: 'evt_routing#rx_1/1/0',
  type: 'offer.made.v1',
  occurredAt: at,
  correlationId: 'rx_1',
  causationId: 'routing#rx_1/1',
  data: {},
};
const delivery: Delivery = {
  messageId: 'msg_1',
  endpointId: EndpointId.parse('whe_endpoint0001'),
  type: 'offer.made.v1',
  eventId: message.id,
  attempt: 2,
  body: '{}',
};
const bodyWith = (data: Record<string, unknown>): unknown => JSON.parse(bodyOf(event, message, data));

describe('the body of a webhook', () => {
  const envelope = {
    specversion: '1.0',
    id: 'evt_routing#rx_1/1/0',
    source: 'sanlian.routing',
    type: 'offer.made.v1',
    time: at,
    datacontenttype: 'application/json',
  };
  it('is a CloudEvent, with links to what it names', () => {
    const data = { prescriptionId: 'rx_1', offerId: 'ofr_1', fill: 1 };
    expect(bodyWith(data)).toStrictEqual({
      ...envelope,
      subject: 'rx_1',
      data,
      links: { prescription: '/v1/prescriptions/rx_1', offer: '/v1/offers/ofr_1' },
    });
  });
  it.each([
    [{ prescriptionId: 'rx_1' }, { subject: 'rx_1', links: { prescription: '/v1/prescriptions/rx_1' } }],
    [{ offerId: 'ofr_1' }, { links: { offer: '/v1/offers/ofr_1' } }],
    [{ endpointId: 'we_1' }, {}],
    [{ prescriptionId: 1, offerId: null }, {}],
  ])('of %j links to no more than that', (data, links) => {
    expect(bodyWith(data)).toStrictEqual({ ...envelope, data, ...links });
  });
});

describe('what of an event a partner sees', () => {
  it('is the fields that its audience names and the event has', () => {
    expect(pick({ a: 1, b: undefined, c: null, d: '' }, ['a', 'b', 'c', 'd', 'e'])).toStrictEqual({ a: 1, c: null, d: '' });
    expect(pick({ a: 1 }, [])).toStrictEqual({});
  });
});

describe('one attempt', () => {
  it('is a task of the lane for slow receivers, with an id of its own', () => {
    expect([DELIVERIES_LANE, DELIVERIES_INBOX, WebhookAttempt.type]).toEqual(['deliveries', 'partners-deliveries', 'webhook.attempt']);
    expect(attemptMessage(delivery, message)).toStrictEqual({
      id: 'msg_1.2',
      type: 'webhook.attempt',
      occurredAt: at,
      correlationId: 'rx_1',
      causationId: 'routing#rx_1/1',
      data: delivery,
    });
    expect(attemptMessage(delivery, { ...message, traceparent: '00-a-b-01' })).toMatchObject({ traceparent: '00-a-b-01' });
  });
  it('is read back to the last member', () => {
    expect(WebhookAttempt.data.parse(delivery)).toStrictEqual(delivery);
    expect(Delivery.safeParse({ ...delivery, attempt: 1.5 }).success).toBe(false);
  });
});

describe('what a region sets for its partners', () => {
  const rules: PartnersRules = {
    receivers: { allowLoopback: false, ports: [443] },
    endpointsPerAgencyMax: 5,
    attemptTimeoutMs: 10_000,
    retry: { stepsMs: [1_000], jitter: 0.1, retryAfterMsMax: 60_000 },
    disableAfter: { failures: 10, ms: 3_600_000 },
    secretGraceMs: 86_400_000,
    attemptLogMs: 604_800_000,
  };
  const isTaken = (over: object): boolean => PartnersRules.safeParse({ ...rules, ...over }).success;

  it('is read to the last rule, under its name, and holds no other', () => {
    expect(PartnersPolicy.context).toBe('partners');
    expect(PartnersPolicy.rules.parse(rules)).toStrictEqual(rules);
    for (const [name, group] of Object.entries({ ...rules, receivers: rules.receivers, retry: rules.retry })) {
      if (typeof group === 'object') expect(isTaken({ [name]: { ...group, surprise: 1 } })).toBe(false);
      expect(isTaken({ [name]: undefined })).toBe(false);
    }
    expect(isTaken({ surprise: 1 })).toBe(false);
  });
  it.each([
    ['a port', 1, 65_535, (port: number) => ({ receivers: { ...rules.receivers, ports: [port] } })],
    ['the endpoints of an agency', 1, 100, (endpointsPerAgencyMax: number) => ({ endpointsPerAgencyMax })],
    ['the failures until it is disabled', 1, 1_000, (failures: number) => ({ disableAfter: { failures, ms: 1 } })],
  ] as const)('counts %s from %i to %i', (_what, least, most, over) => {
    const values = [least - 1, least, least + 0.5, most, most + 1];
    expect(values.map((value) => isTaken(over(value)))).toEqual([false, true, false, true, false]);
  });
  it('waits for no time below nothing, and at least once', () => {
    expect([-1, 0, 0.5].map((attemptTimeoutMs) => isTaken({ attemptTimeoutMs }))).toEqual([false, true, false]);
    const withRetry = (over: object): boolean => isTaken({ retry: { ...rules.retry, ...over } });
    expect([withRetry({ stepsMs: [] }), withRetry({ stepsMs: [0] }), withRetry({ stepsMs: [-1] })]).toEqual([false, true, false]);
    expect([-0.1, 0, 1, 1.1].map((jitter) => withRetry({ jitter }))).toEqual([false, true, true, false]);
  });
});
