import { beforeEach, describe, expect, it } from 'vitest';
import { RECEIPT_MS, type SqliteInbox } from '../../shared/adapters/sqlite/inbox.ts';
import type { Commit } from '../../shared/kernel/journal.ts';
import { type Message, park, retry } from '../../shared/kernel/messages.ts';
import { addMs, type Clock, MINUTE_MS } from '../../shared/kernel/time.ts';
import { createVirtualClock, MONDAY, type VirtualClock } from '../support/virtual-clock.ts';

const message: Message = { id: 'a', type: 't', occurredAt: MONDAY, correlationId: 'c', causationId: 'c', data: {} };

/** What an inbox must do besides when one process alone has it. */
export const localInboxContract = (name: string, createInbox: (clock: Clock) => SqliteInbox): void => {
  describe(`the ${name} inbox of one process`, () => {
    let clock: VirtualClock;
    let inbox: SqliteInbox;
    beforeEach(() => {
      clock = createVirtualClock();
      inbox = createInbox(clock);
    });

    it.each([retry('late'), park('late')])(
      'ignores a receiver that took too long and says $kind: the next one’s word counts',
      async (late) => {
        await inbox.send('one', message);
        const [slow] = await inbox.receive('one', 1);
        clock.advance(RECEIPT_MS);
        expect(await inbox.receive('one', 1)).toMatchObject([{ attempt: 2 }]);
        if (slow === undefined) throw new Error('received');
        await inbox.settle(slow, late);
        clock.advance(RECEIPT_MS - 1);
        expect(await inbox.receive('one', 1)).toEqual([]);
        expect(inbox.parked()).toEqual([]);
        clock.advance(1);
        expect(await inbox.receive('one', 1)).toMatchObject([{ attempt: 3 }]);
      },
    );
    it('hands out at once what a dead process had in its hands, and nothing that is not due', async () => {
      await inbox.send('one', message);
      await inbox.schedule('one', { ...message, id: 'timer' }, addMs(clock.now(), MINUTE_MS));
      await inbox.receive('one', 10);
      expect(inbox.nextDueAt('one')).toBe(addMs(clock.now(), MINUTE_MS));
      await inbox.recover();
      expect(inbox.nextDueAt('one')).toBe(clock.now());
      expect(await inbox.receive('one', 10)).toMatchObject([{ message, attempt: 2 }]);
    });
    it('hands out what is due first, first', async () => {
      for (const [id, ms] of [
        ['late', 3],
        ['early', 1],
        ['early too', 1],
        ['between', 2],
      ] as const)
        await inbox.schedule('one', { ...message, id }, addMs(clock.now(), ms));
      clock.advance(3);
      const order = (await inbox.receive('one', 10)).map((delivery) => delivery.message.id);
      expect(order).toEqual(['early', 'early too', 'between', 'late']);
      expect(inbox.nextDueAt('two')).toBeUndefined();
    });
    it('keeps a commit that a reader could not handle, once', async () => {
      const commit: Commit = {
        stream: 'thing#1',
        version: 2,
        commandId: 'cmd_1',
        requestDigest: 'digest',
        at: MONDAY,
        actor: { role: 'system' },
        correlationId: 'rx_1',
        causationId: 'req_1',
        events: [],
      };
      await inbox.parkCommit('relay', commit, 'failure');
      await inbox.parkCommit('relay', commit, 'failure');
      expect(inbox.parked()).toMatchObject([{ inbox: 'relay', message: { id: 'thing#1/2', type: 'commit' }, reason: 'failure' }]);
      expect(await inbox.receive('relay', 10)).toEqual([]);
    });
  });
};
