import { StockFeed } from '../../../events/directory.ts';
import type { Commit } from '../../../shared/kernel/journal.ts';
import { done } from '../../../shared/kernel/messages.ts';
import { instant } from '../../../shared/kernel/time.ts';
import type { Mutant } from '../world/region.ts';
import { withInbox, withJournal, withViews } from './mutate.ts';

const LONG_AGO = instant('2026-03-02T02:00:00.000Z');
let forgotten = 0;
const nameless = (commit: Commit): Commit => {
  forgotten += 1;
  return { ...commit, commandId: `forgotten-${forgotten}` };
};

/** Guards of the kernel and of the ports. */
export const mutantsOfTheKernel: readonly Mutant[] = [
  {
    name: 'a command’s id is not looked for in its stream',
    ports: withJournal((journal) => ({ load: async (stream) => (await journal.load(stream)).map(nameless) })),
  },
  {
    name: 'a conflict on append counts as appended',
    ports: withJournal((journal) => ({
      append: async (commit) => {
        await journal.append(commit);
        return 'appended' as const;
      },
    })),
  },
  {
    name: 'the relay loses the last message of a commit',
    ports: withInbox((inbox) => ({ publish: (messages) => inbox.publish(messages.slice(0, -1)) })),
  },
  {
    name: 'the relay publishes before it is committed: an announcement comes under another id each time',
    ports: withInbox((inbox) => ({
      publish: (messages) => {
        forgotten += 1;
        return inbox.publish(messages.map((message) => ({ ...message, id: `${message.id}~${forgotten}` })));
      },
    })),
  },
  {
    name: 'timers get lost',
    ports: withInbox(() => ({ schedule: async () => {} })),
  },
  {
    name: 'timers come at once',
    ports: withInbox((inbox) => ({ schedule: (name, message) => inbox.schedule(name, message, LONG_AGO) })),
  },
  {
    name: 'a row replaces another whatever its version',
    ports: withViews((views) => ({
      put: async (records) => {
        const rows = await Promise.all(
          records.map(async (record) => ({ record, row: await views.get(record.view, record.partition, record.sort) })),
        );
        await views.put(rows.map(({ record, row }) => ({ ...record, version: Math.max(record.version, (row?.version ?? 0) + 1) })));
      },
    })),
  },
  {
    name: 'the projector forgets the last row of a commit but one',
    ports: withViews((views) => ({ put: (records) => views.put(records.length > 1 ? records.slice(1) : records) })),
  },
  {
    name: 'a message is acknowledged before it is handled',
    ports: withInbox((inbox) => ({
      receive: async (name, limit, busy) => {
        const deliveries = await inbox.receive(name, limit, busy);
        for (const delivery of deliveries) await inbox.settle(delivery, done);
        return deliveries;
      },
    })),
  },
  {
    name: 'a message that is to come again is forgotten',
    ports: withInbox((inbox) => ({ settle: (delivery) => inbox.settle(delivery, done) })),
  },
  {
    name: 'the claim secret is not compared',
    ports: (ports) => ({ ...ports, seals: { ...ports.seals, isEqual: () => true } }),
  },
  {
    name: 'a webhook counts as delivered and was never sent',
    post: () => async () => ({ kind: 'answered', status: 204 }),
  },
  {
    name: 'a timer goes by the clock of the machine that handles it',
    ports: withInbox((inbox) => ({ schedule: (name, { dueAt: _dueAt, ...message }, at) => inbox.schedule(name, message, at) })),
  },
  {
    name: 'another request under a used key counts as a repeat',
    runtime: (runtime) => ({
      ...runtime,
      execute: (aggregate, id, cause, prepare) => runtime.execute(aggregate, id, { ...cause, requestDigest: 'any' }, prepare),
    }),
  },
  {
    name: 'a patient’s key is not destroyed',
    ports: (ports) => ({ ...ports, vault: { ...ports.vault, erase: async () => 'erased' } }),
  },
  {
    name: 'what is sealed is not kept',
    ports: (ports) => ({ ...ports, vault: { ...ports.vault, seal: async () => {} } }),
  },
  {
    name: 'the journal says who the patient is',
    ports: (ports) => {
      let lastSealed = '';
      return {
        ...ports,
        vault: {
          ...ports.vault,
          seal: (token, name, content) => {
            lastSealed = content;
            return ports.vault.seal(token, name, content);
          },
        },
        journal: {
          ...ports.journal,
          append: (commit) => ports.journal.append({ ...commit, events: commit.events.map((event) => ({ ...Object(event), lastSealed })) }),
        },
      };
    },
  },
  {
    name: 'what a pharmacy says of its shelves is answered and not kept',
    ports: withViews((views) => ({ put: (records) => views.put(records.filter(({ view }) => view !== StockFeed.name)) })),
  },
];
