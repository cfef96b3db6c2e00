import { createMemoryInbox } from '../simulation/world/memory/inbox.ts';
import { createMemoryJournal } from '../simulation/world/memory/journal.ts';
import { createMemoryVault } from '../simulation/world/memory/vault.ts';
import { createMemoryViews } from '../simulation/world/memory/views.ts';
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
