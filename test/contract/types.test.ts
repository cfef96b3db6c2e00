import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { defineEvent } from '../../events/define-event.ts';
import { OfferAcceptedV1 } from '../../events/routing.ts';
import { AgencyId, OfferId, PrescriptionId } from '../../events/vocabulary/ids.ts';
import { kmsVault, sqsInbox } from '../../shared/adapters/aws/equipment.ts';
import { createPost } from '../../shared/adapters/node/http-post.ts';
import { defineContext } from '../../shared/kernel/context.ts';
import type { Log } from '../../shared/kernel/log.ts';
import { defineProblems } from '../../shared/kernel/problem.ts';
import { refuse, unreachable } from '../../shared/kernel/result.ts';
import { routesOf } from '../../shared/kernel/route.ts';
import { addMs, type Instant } from '../../shared/kernel/time.ts';
import { httpApi, inbox } from '../../shared/lambda/handlers.ts';
import { defineChapter } from '../support/provocations/provocation.ts';
import { createWorld, type World } from '../support/world.ts';

// `npm run check` compiles this file: a line that must not compile and does is an error there. Vitest only sees that it loads.

const agencyId = AgencyId.parse('ag_hospital0000000000000001');
const prescriptionId = PrescriptionId.parse('rx_4bVJcQ0yTn2mW8sKxE1aLdPz');
const offerId = OfferId.parse('ofr_7tRw2kPzQm9sVb4nXc1eLdYh');

/** Takes a function without calling it: only the compiler reads its body. */
const compiled = (...bodies: readonly (() => unknown)[]): void => expect(bodies).not.toHaveLength(0);

describe('the compiler refuses', () => {
  it('an id of one kind where another is asked for', () => {
    const read = (id: PrescriptionId): string => id;
    compiled(
      () => read(prescriptionId),
      // @ts-expect-error an agency is no prescription
      () => read(agencyId),
      // @ts-expect-error an offer is no prescription
      () => read(offerId),
      // @ts-expect-error a text is no id until it is parsed
      () => read('rx_4bVJcQ0yTn2mW8sKxE1aLdPz'),
    );
  });

  it('a text where a moment is asked for', () => {
    const later = (at: Instant): Instant => addMs(at, 1);
    compiled(
      // @ts-expect-error a text is no moment until `instant` has read it
      () => later('2026-03-01T08:00:00.000Z'),
    );
  });

  it('an event with a field too many, a field too few, or an id of the wrong kind', () => {
    const event = defineEvent({
      context: 'hats',
      name: 'hat.worn',
      version: 1,
      summary: 'Somebody wears it.',
      data: z.object({ prescriptionId: PrescriptionId, agencyId: AgencyId }),
      example: { prescriptionId, agencyId },
    });
    compiled(
      () => event.announce({ prescriptionId, agencyId }),
      // @ts-expect-error a name never leaves
      () => event.announce({ prescriptionId, agencyId, patientName: 'Li' }),
      // @ts-expect-error the agency is missing
      () => event.announce({ prescriptionId }),
      // @ts-expect-error the two are swapped
      () => event.announce({ prescriptionId: agencyId, agencyId: prescriptionId }),
    );
  });

  it('a webhook that shows or follows a field that the event lacks', () => {
    const facts = {
      context: 'hats',
      name: 'hat.worn',
      version: 1,
      summary: 'Somebody wears it.',
      data: z.object({ agencyId: AgencyId }),
      example: { agencyId },
    } as const;
    compiled(
      () => defineEvent({ ...facts, webhook: { agencies: ['agencyId'], fields: ['agencyId'] } }),
      // @ts-expect-error the event has no such field to show
      () => defineEvent({ ...facts, webhook: { agencies: ['agencyId'], fields: ['colour'] } }),
      // @ts-expect-error the event names no such agency
      () => defineEvent({ ...facts, webhook: { agencies: ['wearerId'], fields: ['agencyId'] } }),
    );
  });

  it('a problem that the context did not declare', () => {
    const route = routesOf(
      defineProblems({
        'hat-too-small': { status: 422, title: 'The hat is too small', remedy: 'Take a larger one.' },
      }),
    );
    const facts = {
      method: 'POST',
      path: '/v1/hats',
      operationId: 'wearHat',
      summary: 'Wear a hat',
      access: 'any-agency',
      success: { status: 200, body: z.object({}), description: 'Worn.' },
      example: {},
    } as const;
    compiled(
      () => route({ ...facts, problems: ['hat-too-small'], handle: async () => refuse({ code: 'hat-too-small' }) }),
      () => route({ ...facts, problems: [], handle: async () => refuse({ code: 'not-found' }) }),
      // @ts-expect-error the context's table has no such code
      () => route({ ...facts, problems: ['hat-too-large'], handle: async () => refuse({ code: 'not-found' }) }),
      // @ts-expect-error nor may a handler answer with one
      () => route({ ...facts, problems: ['hat-too-small'], handle: async () => refuse({ code: 'hat-too-large' }) }),
    );
  });

  it('a problem that nobody provokes, and a provocation of one that the table lacks', () => {
    const problems = defineProblems({
      'hat-too-small': { status: 422, title: 'The hat is too small', remedy: 'Take a larger one.' },
    });
    const open = async () => ({ world: await createWorld({ contexts: [] }) });
    const meet = ({ world }: { readonly world: World }) => world.call('GET', '/v1/hats');
    compiled(
      () => defineChapter({ name: 'hats', problems, open, provocations: { 'hat-too-small': meet } }),
      // @ts-expect-error nobody wears a small hat
      () => defineChapter({ name: 'hats', problems, open, provocations: {} }),
      // @ts-expect-error hats are never too large
      () => defineChapter({ name: 'hats', problems, open, provocations: { 'hat-too-small': meet, 'hat-too-large': meet } }),
    );
  });

  it('a handler that reads what its schema does not name', () => {
    const route = routesOf(defineProblems({}));
    compiled(() =>
      route({
        method: 'POST',
        path: '/v1/hats',
        operationId: 'wearHat',
        summary: 'Wear a hat',
        access: 'any-agency',
        body: z.strictObject({ size: z.int() }),
        success: { status: 200, body: z.object({}), description: 'Worn.' },
        problems: [],
        example: {},
        // @ts-expect-error the body has a size and no colour
        handle: async ({ body }) => ({ ok: true, value: { status: 200, body: { colour: body.colour } } }),
      }),
    );
  });

  it('a switch that forgets a case', () => {
    const nameOf = (status: 'ready' | 'collected' | 'uncollected'): string => {
      switch (status) {
        case 'ready':
        case 'collected':
          return status;
        default:
          // @ts-expect-error `uncollected` is left over
          return unreachable(status);
      }
    };
    expect(() => nameOf('uncollected')).toThrow('unreachable');
  });

  it('a log line that could hold a document', () => {
    const logs = (log: Log): void => {
      log.info('message.retry', { correlationId: offerId, attempt: 1 });
      // @ts-expect-error only codes, ids, numbers and flags
      log.info('message.retry', { offer: OfferAcceptedV1.example });
      // @ts-expect-error a code that does not stand in the list
      log.info('offer.accepted', { correlationId: offerId });
      // @ts-expect-error what failed is logged with its error
      log.info('http.failed', { routeKey: 'GET /v1/offers' });
    };
    compiled(() => logs);
  });

  it('a Lambda without what its manifest declares, or with more', () => {
    const context = defineContext({ name: 'thing', aggregates: [], publishes: [], routes: [], problems: {}, reactions: [] });
    const posting = defineContext({ ...context, usesPost: true });
    const sending = defineContext({ ...posting, usesInbox: true });
    compiled(
      () => httpApi(context),
      () => httpApi(posting, { post: createPost }),
      // @ts-expect-error it sends requests, so its bundle needs what guards them
      () => httpApi(posting),
      // @ts-expect-error it sends none
      () => httpApi(context, { post: createPost }),
      () => httpApi(sending, { post: createPost, inbox: sqsInbox }),
      // @ts-expect-error it sends messages, too
      () => httpApi(sending, { post: createPost }),
      // @ts-expect-error it sends no message
      () => httpApi(posting, { post: createPost, inbox: sqsInbox }),
      // @ts-expect-error it opens no personal data
      () => inbox(posting, { post: createPost, vault: kmsVault }),
    );
  });
});
