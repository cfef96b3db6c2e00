import { openDatabase } from '../../shared/adapters/sqlite/database.ts';
import { createSqliteInbox } from '../../shared/adapters/sqlite/inbox.ts';
import { createSqliteJournal } from '../../shared/adapters/sqlite/journal.ts';
import { type InboxFacts, inboxContract } from './inbox-contract.ts';
import { journalTailContract } from './journal-tail-contract.ts';
import { localInboxContract } from './local-inbox-contract.ts';
import { turnedInboxContract } from './turned-inbox-contract.ts';

const createInbox = ({ clock, subscribers }: InboxFacts) => createSqliteInbox(openDatabase({ path: ':memory:' }), clock, subscribers);
inboxContract('SQLite', createInbox);
turnedInboxContract('SQLite', createInbox);
localInboxContract('SQLite', (clock) => createSqliteInbox(openDatabase({ path: ':memory:' }), clock, () => []));
journalTailContract('SQLite', () => createSqliteJournal(openDatabase({ path: ':memory:' })));
