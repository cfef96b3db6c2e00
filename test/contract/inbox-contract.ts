import { beforeEach, describe, expect, it } from 'vitest';
import { type Bus, done, type Inbox, type Message, type Outcome, park, retry, type Scheduler } from '../../shared/kernel/messages.ts';
import { type Clock, MINUTE_MS } from '../../shared/kernel/time.ts';
import { createVirtualClock, MONDAY } from '../support/virtual-clock.ts';

export interface Received {
  readonly inbox: string;
  readonly message: Message;
  readonly attempt: number;
}

/** An inbox with its receiving side, as a consumer of the engine sees it. */
export interface InboxUnderTest<Delivery extends Received> extends Inbox, Scheduler, Bus {
  receive(inbox: string, limit: number, busyGroups?: readonly string[]): Promise<readonly Delivery[]>;
  settle(delivery: Delivery, outcome: Outcome): Promise<void>;
  parked(): Parked | Promise<Parked>;
}
type Parked = readonly { readonly inbox: string; readonly message: Message; readonly reason: string }[];

export interface InboxFacts {
  readonly clock: Clock;
  /** The bus's rules: which inboxes get a type. */
  readonly subscribers: (type: string) => readonly string[];
}

export type CreateInbox<Delivery extends Received> = (facts: InboxFacts) => InboxUnderTest<Delivery> | Promise<InboxUnderTest<Delivery>>;

export const message = (id: string, over: Partial<Message> = {}): Message => ({
  id,
  type: 'thing.happened.v1',
  occurredAt: MONDAY,
  correlationId: 'rx_1',
  causationId: 'thing#1/1',
  data: { of: id },
  ...over,
});

/** The one delivery that is due. */
export const next = async <Delivery extends Received>(inbox: InboxUnderTest<Delivery>, box = 'one'): Promise<Delivery> => {
  const [delivery, ...others] = await inbox.receive(box, 10);
  if (delivery === undefined || others.length > 0) throw new Error(`not one delivery but ${others.length}`);
  return delivery;
};

/** What every engine's inbox must do. */
export const inboxContract = <Delivery extends Received>(name: string, createInbox: CreateInbox<Delivery>): void => {
  describe(`the ${name} inbox`, () => {
    let inbox: InboxUnderTest<Delivery>;
    beforeEach(async () => {
      inbox = await createInbox({ clock: createVirtualClock(), subscribers: () => [] });
    });
    const idsIn = async (box: string, limit = 10) => (await inbox.receive(box, limit)).map((delivery) => delivery.message.id).sort();

    it('gives nothing where nothing was sent', async () => {
      expect(await inbox.receive('one', 10)).toEqual([]);
      expect(await inbox.parked()).toEqual([]);
    });
    it('gives a message whole, to its own inbox only', async () => {
      const whole = message('whole', {
        data: { text: '处方 𠮷 "quoted" \'single\' \\ ; -- %', none: null, list: [], big: 2 ** 53 - 1 },
        traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      });
      await inbox.send('one', whole);
      expect(await idsIn('two')).toEqual([]);
      expect(await next(inbox)).toMatchObject({ inbox: 'one', message: whole, attempt: 1 });
    });
    it('hands out a message once while it is being handled', async () => {
      for (let index = 0; index < 10; index += 1) await inbox.send('one', message(`m${index}`));
      const rounds = await Promise.all(Array.from({ length: 5 }, () => idsIn('one', 4)));
      const all = rounds.flat();
      expect(new Set(all).size).toBe(all.length);
      expect(await idsIn('one')).toHaveLength(10 - all.length);
    });
    it('never gives more than it was asked for', async () => {
      for (let index = 0; index < 5; index += 1) await inbox.send('one', message(`m${index}`));
      expect(await inbox.receive('one', 3)).toHaveLength(3);
      expect(await inbox.receive('one', 3)).toHaveLength(2);
    });
    it('parks at once what its handler gives up, and never hands it out again', async () => {
      await inbox.send('one', message('a'));
      await inbox.settle(await next(inbox), park('no-reaction'));
      expect(await idsIn('one')).toEqual([]);
      expect(await inbox.parked()).toMatchObject([{ message: message('a'), reason: 'no-reaction' }]);
    });
    it('hands out no more what is done', async () => {
      await inbox.send('one', message('a'));
      await inbox.settle(await next(inbox), done);
      expect(await idsIn('one')).toEqual([]);
      expect(await inbox.parked()).toEqual([]);
    });
    it('hides what is to come later', async () => {
      await inbox.send('one', message('a'));
      await inbox.settle(await next(inbox), retry('busy', 10 * MINUTE_MS));
      expect(await idsIn('one')).toEqual([]);
      expect(await inbox.parked()).toEqual([]);
    });
  });
};
