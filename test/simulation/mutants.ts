import type { Commit } from '../../shared/kernel/journal.ts';
import { done } from '../../shared/kernel/messages.ts';
import { instant } from '../../shared/kernel/time.ts';
import { allOpen, underTheLiveClaim, withDecide, withInbox, withJournal, withViews } from './mutate.ts';
import type { Mutant } from './region.ts';

const LONG_AGO = instant('2026-03-02T02:00:00.000Z');
let forgotten = 0;
const nameless = (commit: Commit): Commit => {
  forgotten += 1;
  return { ...commit, commandId: `forgotten-${forgotten}` };
};

/** One guard off at a time. Each must be found by some seed of a small range, or the simulation proves nothing. */
export const mutants: readonly Mutant[] = [
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
    name: 'the fencing token is not compared',
    runtime: withDecide('prescription', (decide) => (state, command) => decide(state, underTheLiveClaim(state, command))),
  },
  {
    name: 'a lease never ends',
    runtime: withDecide(
      'prescription',
      (decide) => (state, command) => (command.type === 'LapseClaim' ? { ok: true, value: [] } : decide(state, command)),
    ),
  },
  {
    name: 'a pharmacy goes on after its lease',
    runtime: withDecide(
      'prescription',
      (decide) => (state, command) =>
        'offerId' in command && command.type !== 'ClaimPrescription' && command.type !== 'LapseClaim'
          ? decide(state, { ...command, at: LONG_AGO })
          : decide(state, command),
    ),
  },
  {
    name: 'the validity never ends',
    runtime: withDecide(
      'prescription',
      (decide) => (state, command) => (command.type === 'ExpirePrescription' ? { ok: true, value: [] } : decide(state, command)),
    ),
  },
  {
    name: 'a pack is not reserved for its sale',
    runtime: (runtime) => ({
      ...runtime,
      load: async (aggregate, id) => {
        const loaded = await runtime.load(aggregate, id);
        return aggregate.name === 'trace-code' ? { ...loaded, state: aggregate.initial } : loaded;
      },
      execute: (aggregate, id, cause, prepare) =>
        aggregate.name === 'trace-code' && cause.actor.role === 'pharmacy'
          ? Promise.resolve({ ok: true, value: { state: aggregate.initial, version: 0, isRepeat: false, correlationId: id } })
          : runtime.execute(aggregate, id, cause, prepare),
    }),
  },
  {
    name: 'two pharmacies win one fill',
    runtime: withDecide(
      'routing',
      (decide) => (state, command) => (command.type === 'AcceptOffer' ? decide(allOpen(state), command) : decide(state, command)),
    ),
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
];
