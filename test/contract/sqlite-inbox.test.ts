import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../shared/adapters/sqlite/database.ts';
import { createSqliteInbox, RECEIPT_MS } from '../../shared/adapters/sqlite/inbox.ts';
import { createSqliteJournal } from '../../shared/adapters/sqlite/journal.ts';
import { type Message, park, retry } from '../../shared/kernel/messages.ts';
import { createVirtualClock, MONDAY } from '../support/virtual-clock.ts';
import { inboxContract } from './inbox-contract.ts';
import { journalTailContract } from './journal-tail-contract.ts';

inboxContract('SQLite', ({ clock, subscribers }) => createSqliteInbox(openDatabase({ path: ':memory:' }), clock, subscribers));
journalTailContract('SQLite', () => createSqliteJournal(openDatabase({ path: ':memory:' })));

describe('a receiver that took too long', () => {
  const message: Message = { id: 'a', type: 't', occurredAt: MONDAY, correlationId: 'c', causationId: 'c', data: {} };
  it.each([retry('late'), park('late')])('has lost the message to the next: its $kind changes nothing', async (late) => {
    const clock = createVirtualClock();
    const inbox = createSqliteInbox(openDatabase({ path: ':memory:' }), clock, () => []);
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
  });
});
