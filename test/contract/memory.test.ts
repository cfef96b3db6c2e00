import { createMemoryInbox } from '../simulation/memory/inbox.ts';
import { createMemoryJournal } from '../simulation/memory/journal.ts';
import { createMemoryVault } from '../simulation/memory/vault.ts';
import { createMemoryViews } from '../simulation/memory/views.ts';
import { inboxContract } from './inbox-contract.ts';
import { journalContract } from './journal-contract.ts';
import { journalTailContract } from './journal-tail-contract.ts';
import { localInboxContract } from './local-inbox-contract.ts';
import { vaultContract } from './vault-contract.ts';
import { viewsContract } from './views-contract.ts';

// What the simulation runs on, held to what SQLite and DynamoDB are held to.
journalContract('memory', () => createMemoryJournal());
journalTailContract('memory', () => createMemoryJournal());
viewsContract('memory', (clock) => createMemoryViews(clock));
inboxContract('memory', ({ clock, subscribers: subscribersOf }) => createMemoryInbox({ clock, subscribersOf }));
localInboxContract('memory', (clock) => createMemoryInbox({ clock, subscribersOf: () => [] }));
vaultContract('memory', () => createMemoryVault(Buffer.alloc(32, 7)));
