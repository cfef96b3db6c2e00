import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createConsumer } from '../../../shared/kernel/consume.ts';
import { type Context, defineContext, defineStreams, inboxesOf, inboxOf, subscribersOf } from '../../../shared/kernel/context.ts';
import type { Log } from '../../../shared/kernel/log.ts';
import { done, type Message, park, retry } from '../../../shared/kernel/messages.ts';
import { defineTask, type Reaction, type Received, reaction, reactionToMany } from '../../../shared/kernel/reaction.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { addMs } from '../../../shared/kernel/time.ts';
import { createVirtualClock, MONDAY } from '../../support/virtual-clock.ts';

const LATER = addMs(MONDAY, 5_000);
const failures: unknown[] = [];
const log: Pick<Log, 'failure'> = { failure: (...logged) => void failures.push(logged) };
/** A reaction of these tests touches no more than this. */
const runtime = { clock: createVirtualClock(LATER), log } as unknown as Runtime;

const message = (over: Partial<Message> = {}): Message => ({
  id: 'evt_hat#h1/1/0',
  type: 'hat.worn.v1',
  occurredAt: MONDAY,
  correlationId: 'journey',
  causationId: 'hat#h1/1',
  data: { size: 7 },
  ...over,
});
const HatWorn = { type: 'hat.worn.v1', data: z.object({ size: z.int() }) };

const contextOf = (name: string, ...reactions: readonly Reaction[]): Context =>
  defineContext({ name, aggregates: [], publishes: [], routes: [], problems: {}, reactions });

/** A reaction that ends as told and remembers what it got. */
const listening = (name: string, over: { readonly lane?: string; readonly ends?: () => ReturnType<typeof park> } = {}) => {
  const received: Received<{ readonly size: number }>[] = [];
  const { lane, ends = () => done } = over;
  return {
    received,
    reaction: reaction({
      name,
      on: HatWorn,
      ...(lane === undefined ? {} : { lane }),
      handle: async (each) => {
        received.push(each);
        return ends();
      },
    }),
  };
};

describe('a reaction', () => {
  it('gets the message, its data as the schema reads it, and a cause that the same message gives again', async () => {
    const { reaction: wear, received } = listening('wear-hat');
    expect(await wear.handle(message({ data: { size: 7, colour: 'added by a newer producer' } }), runtime)).toEqual(done);
    const [first] = received;
    expect(first?.data).toEqual({ size: 7 });
    expect(first?.message.data).toEqual({ size: 7, colour: 'added by a newer producer' });
    expect(first?.cause).toStrictEqual({
      commandId: 'evt_hat#h1/1/0/wear-hat',
      requestDigest: 'evt_hat#h1/1/0',
      at: LATER,
      actor: { role: 'system' },
      correlationId: 'journey',
      causationId: 'evt_hat#h1/1/0',
    });
  });
  it.each([
    { due: 'later than this machine’s clock', dueAt: addMs(LATER, 250), at: addMs(LATER, 250) },
    { due: 'now', dueAt: LATER, at: LATER },
    { due: 'long ago', dueAt: MONDAY, at: LATER },
  ])('to a timer that was due $due acts at the later of the two', async ({ dueAt, at }) => {
    const { reaction: wear, received } = listening('wear-hat');
    await wear.handle(message({ dueAt }), runtime);
    expect(received[0]?.cause.at).toBe(at);
  });
  it('carries the trace on', async () => {
    const { reaction: wear, received } = listening('wear-hat');
    await wear.handle(message({ traceparent: '00-a-b-01' }), runtime);
    expect(received[0]?.cause.traceparent).toBe('00-a-b-01');
  });
  it('stands in the inbox of its context, or in a lane of its own', () => {
    expect(listening('wear-hat').reaction).toMatchObject({ name: 'wear-hat', on: ['hat.worn.v1'] });
    expect('lane' in listening('wear-hat').reaction).toBe(false);
    expect(listening('wear-hat', { lane: 'slow' }).reaction.lane).toBe('slow');
  });
  it('to a timer of its own reads what the timer was set with', () => {
    const hatDue = defineTask('hat-due', HatWorn.data);
    expect(hatDue.type).toBe('hat-due');
    expect(hatDue.data.parse({ size: 3 })).toEqual({ size: 3 });
  });
  it('does not take what it cannot read', async () => {
    const { reaction: wear, received } = listening('wear-hat');
    await expect(async () => wear.handle(message({ data: { size: 'large' } }), runtime)).rejects.toThrow();
    expect(received).toEqual([]);
  });
});

describe('a reaction to many kinds of message', () => {
  const received: Received<unknown>[] = [];
  const spec = {
    name: 'tell',
    on: ['hat.worn.v1', 'hat.lost.v1'],
    handle: async (each: Received<unknown>) => {
      received.push(each);
      return done;
    },
  };
  it('gets them as they are', async () => {
    const tell = reactionToMany(spec);
    expect(tell).toMatchObject({ name: 'tell', on: ['hat.worn.v1', 'hat.lost.v1'] });
    expect('lane' in tell).toBe(false);
    expect(reactionToMany({ ...spec, lane: 'slow' }).lane).toBe('slow');
    const lost = message({ id: 'evt_2', type: 'hat.lost.v1', data: { anything: true } });
    expect(await tell.handle(lost, runtime)).toEqual(done);
    expect(received).toMatchObject([{ message: lost, data: { anything: true }, cause: { commandId: 'evt_2/tell', at: LATER } }]);
  });
});

describe('an inbox', () => {
  const plain = listening('a').reaction;
  const slow = listening('b', { lane: 'slow' }).reaction;
  const other = reaction({ name: 'c', on: defineTask('hat-due', HatWorn.data), handle: async () => done });
  const hats = contextOf('hats', plain, slow, listening('d').reaction);
  const shoes = contextOf('shoes', other, slow);

  it('is the context’s, or the lane’s', () => {
    expect(inboxOf(hats, plain)).toBe('hats');
    expect(inboxOf(hats, slow)).toBe('hats-slow');
    expect(inboxesOf(hats)).toEqual(['hats', 'hats-slow']);
    expect(inboxesOf(contextOf('idle'))).toEqual([]);
  });
  it('gets the kinds of message that one of its reactions reads, each once', () => {
    expect(subscribersOf([hats, shoes], 'hat.worn.v1')).toEqual(['hats', 'hats-slow', 'shoes-slow']);
    expect(subscribersOf([hats, shoes], 'hat-due')).toEqual(['shoes']);
    expect(subscribersOf([hats, shoes], 'hat.lost.v1')).toEqual([]);
  });
  it('is declared once, and read as it was declared', () => {
    const streams = { name: 'hats', aggregates: [], publishes: [] };
    expect(defineStreams(streams)).toBe(streams);
    expect(defineContext(hats)).toBe(hats);
  });
});

describe('a message that arrives', () => {
  it('goes to all reactions of its inbox, and to no others', async () => {
    const [first, second] = [listening('a'), listening('b')];
    const [slow, elsewhere] = [listening('c', { lane: 'slow' }), listening('d')];
    const consume = createConsumer(
      [contextOf('hats', first.reaction, second.reaction, slow.reaction), contextOf('shoes', elsewhere.reaction)],
      runtime,
    );
    const counts = () => [first, second, slow, elsewhere].map(({ received }) => received.length);
    expect(await consume('hats', message())).toEqual(done);
    expect(counts()).toEqual([1, 1, 0, 0]);
    expect(await consume('hats-slow', message())).toEqual(done);
    expect(counts()).toEqual([1, 1, 1, 0]);
  });
  it('that nobody reads is parked', async () => {
    const consume = createConsumer([contextOf('hats', listening('a').reaction)], runtime);
    expect(await consume('hats', message({ type: 'hat.lost.v1' }))).toEqual(park('no-reaction'));
    expect(await consume('shoes', message())).toEqual(park('no-reaction'));
  });
  it.each([retry('not-yet', 5), park('never')])('stops at the reaction that ends it otherwise than done: $kind', async (outcome) => {
    const [first, second] = [listening('a', { ends: () => outcome }), listening('b')];
    const consume = createConsumer([contextOf('hats', first.reaction, second.reaction)], runtime);
    expect(await consume('hats', message())).toEqual(outcome);
    expect([first.received.length, second.received.length]).toEqual([1, 0]);
  });
  it('comes again when a reaction throws, and the log knows which', async () => {
    failures.length = 0;
    const thrown = new Error('the network is gone');
    const failing = listening('a', {
      ends: () => {
        throw thrown;
      },
    });
    const consume = createConsumer([contextOf('hats', failing.reaction)], runtime);
    expect(await consume('hats', message())).toEqual(retry('failure'));
    expect(failures).toEqual([['reaction.failed', thrown, { reaction: 'a', messageId: 'evt_hat#h1/1/0' }]]);
  });
});
