import { openDatabase } from '../../shared/adapters/sqlite/database.ts';
import { createSqliteJournal } from '../../shared/adapters/sqlite/journal.ts';
import { createSqliteViews } from '../../shared/adapters/sqlite/views.ts';
import { journalContract } from './journal-contract.ts';
import { viewsContract } from './views-contract.ts';

journalContract('SQLite', () => createSqliteJournal(openDatabase({ path: ':memory:' })));
viewsContract('SQLite', (clock) => createSqliteViews(openDatabase({ path: ':memory:' }), clock));
