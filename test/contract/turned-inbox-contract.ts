import { beforeEach, describe, expect, it } from 'vitest';
import { ATTEMPTS_MAX, backoffMs, done, retry } from '../../shared/kernel/messages.ts';
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/kernel/time.ts';
import { createVirtualClock, type VirtualClock } from '../support/virtual-clock.ts';
import { type CreateInbox, type InboxUnderTest, message, next, type Received } from './inbox-contract.ts';

/** Longer than any receiver may take. */
const RECEIPT_OVER_MS = HOUR_MS;

/** What only an inbox shows whose clock a test can turn, and whose groups and rules it knows. */
export const turnedInboxContract = <Delivery extends Received>(name: string, createInbox: CreateInbox<Delivery>): void => {
  describe(`the ${name} inbox under a clock that turns`, () => {
    let clock: VirtualClock;
    let inbox: InboxUnderTest<Delivery>;
    beforeEach(async () => {
      clock = createVirtualClock();
      const rules: Readonly<Record<string, readonly string[]>> = { 'thing.happened.v1': ['one', 'two'], 'thing.ended.v1': ['one'] };
      inbox = await createInbox({ clock, subscribers: (type) => rules[type] ?? [] });
    });
    const idsIn = async (box: string, limit = 10, busy: readonly string[] = []) =>
      (await inbox.receive(box, limit, busy)).map((delivery) => delivery.message.id).sort();

    it.each(['x'.repeat(300), '处方𠮷', `'; DROP TABLE messages; --`, 'a/b#c.d:e', ' '])('takes the id %j', async (id) => {
      await inbox.send('one', message(id));
      await inbox.settle(await next(inbox), done);
      clock.advance(RECEIPT_OVER_MS);
      expect(await idsIn('one')).toEqual([]);
    });

    it('hands out again what was never settled, and counts the receipts', async () => {
      await inbox.send('one', message('a'));
      expect((await next(inbox)).attempt).toBe(1);
      clock.advance(SECOND_MS);
      expect(await idsIn('one')).toEqual([]);
      clock.advance(RECEIPT_OVER_MS);
      expect((await next(inbox)).attempt).toBe(2);
    });
    it('forgets what is done', async () => {
      await inbox.send('one', message('a'));
      const delivery = await next(inbox);
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
      await inbox.settle(await next(inbox), done);
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
        const delivery = await next(inbox);
        expect(delivery.attempt).toBe(attempt);
        await inbox.settle(delivery, retry('failure'));
        clock.advance(backoffMs(attempt) - 1);
        expect(await idsIn('one')).toEqual([]);
        clock.advance(1);
      }
      await inbox.settle(await next(inbox), retry('failure'));
      clock.advance(DAY_MS);
      expect(await idsIn('one')).toEqual([]);
      expect(await inbox.parked()).toMatchObject([{ inbox: 'one', message: { id: 'a' }, reason: 'failure' }]);
    });
    it('brings a message back when its handler said', async () => {
      await inbox.send('one', message('a'));
      await inbox.settle(await next(inbox), retry('busy', 10 * MINUTE_MS));
      clock.advance(10 * MINUTE_MS - 1);
      expect(await idsIn('one')).toEqual([]);
      clock.advance(1);
      expect(await idsIn('one')).toEqual(['a']);
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
      expect(await inbox.parked()).toEqual([]);
    });
    it('publishes a repeated message as one', async () => {
      await inbox.publish([message('a'), message('a')]);
      await inbox.publish([message('a')]);
      expect(await idsIn('one')).toEqual(['a']);
    });
  });
};
