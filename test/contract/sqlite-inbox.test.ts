import { openDatabase } from '../../shared/adapters/sqlite/database.ts';
import { createSqliteInbox } from '../../shared/adapters/sqlite/inbox.ts';
import { createSqliteJournal } from '../../shared/adapters/sqlite/journal.ts';
import { inboxContract } from './inbox-contract.ts';
import { journalTailContract } from './journal-tail-contract.ts';
import { localInboxContract } from './local-inbox-contract.ts';

inboxContract('SQLite', ({ clock, subscribers }) => createSqliteInbox(openDatabase({ path: ':memory:' }), clock, subscribers));
localInboxContract('SQLite', (clock) => createSqliteInbox(openDatabase({ path: ':memory:' }), clock, () => []));
journalTailContract('SQLite', () => createSqliteJournal(openDatabase({ path: ':memory:' })));
