import { beforeEach, describe, expect, it } from 'vitest';
import {
  ATTEMPTS_MAX,
  type Bus,
  backoffMs,
  done,
  type Inbox,
  type Message,
  type Outcome,
  park,
  retry,
  type Scheduler,
} from '../../shared/kernel/messages.ts';
import { addMs, type Clock, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/kernel/time.ts';
import { createVirtualClock, MONDAY, type VirtualClock } from '../support/virtual-clock.ts';

interface Received {
  readonly inbox: string;
  readonly message: Message;
  readonly attempt: number;
}

/** An inbox with its receiving side, as a consumer of the engine sees it. */
export interface InboxUnderTest<Delivery extends Received> extends Inbox, Scheduler, Bus {
  receive(inbox: string, limit: number, busyGroups?: readonly string[]): Promise<readonly Delivery[]>;
  settle(delivery: Delivery, outcome: Outcome): Promise<void>;
  parked(): readonly { readonly inbox: string; readonly message: Message; readonly reason: string }[];
}

export interface InboxFacts {
  readonly clock: Clock;
  /** The bus's rules: which inboxes get a type. */
  readonly subscribers: (type: string) => readonly string[];
}

const message = (id: string, over: Partial<Message> = {}): Message => ({
  id,
  type: 'thing.happened.v1',
  occurredAt: MONDAY,
  correlationId: 'rx_1',
  causationId: 'thing#1/1',
  data: { of: id },
  ...over,
});

/** Longer than any receiver may take. */
const RECEIPT_OVER_MS = HOUR_MS;

/** What every engine's inbox, timers and bus must do. */
export const inboxContract = <Delivery extends Received>(
  name: string,
  createInbox: (facts: InboxFacts) => InboxUnderTest<Delivery> | Promise<InboxUnderTest<Delivery>>,
): void => {
  describe(`the ${name} inbox`, () => {
    let clock: VirtualClock;
    let inbox: InboxUnderTest<Delivery>;
    beforeEach(async () => {
      clock = createVirtualClock();
      const rules: Readonly<Record<string, readonly string[]>> = { 'thing.happened.v1': ['one', 'two'], 'thing.ended.v1': ['one'] };
      inbox = await createInbox({ clock, subscribers: (type) => rules[type] ?? [] });
    });
    const idsIn = async (box: string, limit = 10, busy: readonly string[] = []) =>
      (await inbox.receive(box, limit, busy)).map((delivery) => delivery.message.id).sort();
    /** The one delivery that is due. */
    const next = async (box = 'one'): Promise<Delivery> => {
      const [delivery, ...others] = await inbox.receive(box, 10);
      if (delivery === undefined || others.length > 0) throw new Error(`not one delivery but ${others.length}`);
      return delivery;
    };

    it('gives nothing where nothing was sent', async () => {
      expect(await inbox.receive('one', 10)).toEqual([]);
      expect(inbox.parked()).toEqual([]);
    });
    it('gives a message whole, to its own inbox only', async () => {
      const whole = message('whole', {
        data: { text: '处方 𠮷 "quoted" \'single\' \\ ; -- %', none: null, list: [], big: 2 ** 53 - 1 },
        traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      });
      await inbox.send('one', whole);
      expect(await idsIn('two')).toEqual([]);
      expect(await next()).toMatchObject({ inbox: 'one', message: whole, attempt: 1 });
    });
    it.each(['x'.repeat(300), '处方𠮷', `'; DROP TABLE messages; --`, 'a/b#c.d:e', ' '])('takes the id %j', async (id) => {
      await inbox.send('one', message(id));
      await inbox.settle(await next(), done);
      clock.advance(RECEIPT_OVER_MS);
      expect(await idsIn('one')).toEqual([]);
    });

    it('hands out a message once while it is being handled', async () => {
      for (let index = 0; index < 10; index += 1) await inbox.send('one', message(`m${index}`));
      const rounds = await Promise.all(Array.from({ length: 5 }, () => idsIn('one', 4)));
      const all = rounds.flat();
      expect(new Set(all).size).toBe(all.length);
      expect(await idsIn('one')).toHaveLength(10 - all.length);
    });
    it('hands out again what was never settled, and counts the receipts', async () => {
      await inbox.send('one', message('a'));
      expect((await next()).attempt).toBe(1);
      clock.advance(SECOND_MS);
      expect(await idsIn('one')).toEqual([]);
      clock.advance(RECEIPT_OVER_MS);
      expect((await next()).attempt).toBe(2);
    });
    it('forgets what is done', async () => {
      await inbox.send('one', message('a'));
      const delivery = await next();
      await inbox.settle(delivery, done);
      await inbox.settle(delivery, done);
      clock.advance(DAY_MS);
      expect(await idsIn('one')).toEqual([]);
    });
    it('takes the same id twice as one message while the first waits', async () => {
      await Promise.all([inbox.send('one', message('a')), inbox.send('one', message('a')), inbox.send('two', message('a'))]);
      expect(await idsIn('one')).toEqual(['a']);
      expect(await idsIn('two')).toEqual(['a']);
    });
    it('never gives more than it was asked for', async () => {
      for (let index = 0; index < 5; index += 1) await inbox.send('one', message(`m${index}`));
      expect(await inbox.receive('one', 3)).toHaveLength(3);
      expect(await inbox.receive('one', 3)).toHaveLength(2);
    });

    it('holds a message back until its time', async () => {
      await inbox.send('one', message('later'), { notBefore: addMs(clock.now(), MINUTE_MS) });
      clock.advance(MINUTE_MS - 1);
      expect(await idsIn('one')).toEqual([]);
      clock.advance(1);
      expect(await idsIn('one')).toEqual(['later']);
    });
    it('fires a timer at its time, days later, and one in the past at once', async () => {
      await inbox.schedule('one', message('far'), addMs(clock.now(), 30 * DAY_MS));
      await inbox.schedule('one', message('past'), addMs(clock.now(), -DAY_MS));
      await inbox.settle(await next(), done);
      clock.advance(30 * DAY_MS - 1);
      expect(await idsIn('one')).toEqual([]);
      clock.advance(1);
      expect(await idsIn('one')).toEqual(['far']);
    });
    it('sets a timer once, however often it is set', async () => {
      const at = addMs(clock.now(), MINUTE_MS);
      await inbox.schedule('one', message('timer'), at);
      await inbox.schedule('one', message('timer'), at);
      clock.advance(MINUTE_MS);
      expect(await idsIn('one')).toEqual(['timer']);
    });

    it('brings a failed message back after a wait that doubles, and parks it after its last receipt', async () => {
      await inbox.send('one', message('a'));
      for (let attempt = 1; attempt < ATTEMPTS_MAX; attempt += 1) {
        const delivery = await next();
        expect(delivery.attempt).toBe(attempt);
        await inbox.settle(delivery, retry('failure'));
        clock.advance(backoffMs(attempt) - 1);
        expect(await idsIn('one')).toEqual([]);
        clock.advance(1);
      }
      await inbox.settle(await next(), retry('failure'));
      clock.advance(DAY_MS);
      expect(await idsIn('one')).toEqual([]);
      expect(inbox.parked()).toMatchObject([{ inbox: 'one', message: { id: 'a' }, reason: 'failure' }]);
    });
    it('brings a message back when its handler said', async () => {
      await inbox.send('one', message('a'));
      await inbox.settle(await next(), retry('busy', 10 * MINUTE_MS));
      clock.advance(10 * MINUTE_MS - 1);
      expect(await idsIn('one')).toEqual([]);
      clock.advance(1);
      expect(await idsIn('one')).toEqual(['a']);
    });
    it('parks at once what its handler gives up, and never hands it out again', async () => {
      await inbox.send('one', message('a'));
      await inbox.settle(await next(), park('no-reaction'));
      clock.advance(DAY_MS);
      expect(await idsIn('one')).toEqual([]);
      expect(inbox.parked()).toMatchObject([{ message: message('a'), reason: 'no-reaction' }]);
    });

    it('leaves the messages of a busy group and gives those of the others', async () => {
      await inbox.send('one', message('slow-1'), { group: 'slow' });
      await inbox.send('one', message('slow-2'), { group: 'slow' });
      await inbox.send('one', message('quick'), { group: `quick "'` });
      await inbox.send('one', message('alone'));
      expect(await idsIn('one', 10, ['slow', 'unheard-of'])).toEqual(['alone', 'quick']);
      expect(await idsIn('one', 10, [`quick "'`])).toEqual(['slow-1', 'slow-2']);
    });

    it('publishes to every subscriber, and to nobody what nobody reads', async () => {
      await inbox.publish([message('a'), message('b', { type: 'thing.ended.v1' }), message('c', { type: 'thing.unread.v1' })]);
      expect(await idsIn('one')).toEqual(['a', 'b']);
      expect(await idsIn('two')).toEqual(['a']);
      await inbox.publish([]);
      expect(inbox.parked()).toEqual([]);
    });
    it('publishes a repeated message as one', async () => {
      await inbox.publish([message('a'), message('a')]);
      await inbox.publish([message('a')]);
      expect(await idsIn('one')).toEqual(['a']);
    });
  });
};
