import { Drug } from '../../../events/directory.ts';
import { PrescriptionEvent } from '../../../functions/prescriptions/domain/events.ts';
import type { Ports } from '../../../infra/local/engine.ts';
import { aggregateOf, idOf } from '../../../shared/kernel/ids.ts';
import type { Commit } from '../../../shared/kernel/journal.ts';
import type { Cast } from '../world/template.ts';
import { createPackBook, type PackBook } from './pack-book.ts';
import { emptyBook, enter, type Facts, type PrescriptionBook } from './prescription-book.ts';
import { hold } from './violation.ts';

const COMMITS_READ = 1_000;

type EventOfAny = { readonly type: string } & Readonly<Record<string, unknown>>;
const isEvent = (event: unknown): event is EventOfAny => typeof event === 'object' && event !== null && 'type' in event;

/** Where an offer stands in the books of the routing: at most one of a fill is won. */
const enterRouting = (won: Map<string, string>, event: EventOfAny, stream: string): void => {
  const offerId = String(event['offerId']);
  if (event.type === 'OfferAccepted') {
    hold('I2', !won.has(stream), () => `${stream}: ${offerId} won while ${won.get(stream)} holds it`);
    won.set(stream, offerId);
  }
  const isOver = event.type === 'OfferWithdrawn' || event.type === 'ClaimReleased' || event.type === 'ClaimSuspended';
  if (isOver && won.get(stream) === offerId) won.delete(stream);
};

const PICKUP_FROM: Readonly<Record<string, readonly string[]>> = {
  PickupReady: ['ABSENT', 'PickupReady', 'PickupUncollected'],
  PickupCollected: ['PickupReady'],
  PickupUncollected: ['PickupReady'],
  PickupReturnedToStock: ['ABSENT', 'PickupReady', 'PickupUncollected'],
};
const enterPickup = (pickups: Map<string, string>, event: EventOfAny, stream: string): void => {
  const from = PICKUP_FROM[event.type];
  if (from === undefined) return;
  const status = pickups.get(stream) ?? 'ABSENT';
  hold('I16', from.includes(status), () => `${stream}: ${event.type} after ${status}`);
  pickups.set(stream, event.type);
};

const enterDrug = (packs: PackBook, event: EventOfAny): void => {
  const { drugCode, packUnits } = Drug.parse(event['drug']);
  packs.list(drugCode, packUnits);
};

/** Reads the journal on after every step and holds it to the law. `secrets` are what no commit may say (I18). */
export const createBooks = (journal: Ports['journal'], cast: Cast) => {
  let isBehind = true;
  const prescriptions = new Map<string, PrescriptionBook>();
  const versions = new Map<string, number>();
  const commands = new Set<string>();
  const commandIds = new Set<string>();
  const commits: Commit[] = [];
  const won = new Map<string, string>();
  const pickups = new Map<string, string>();
  const facts: Facts = { pharmacies: cast.pharmacies, packs: createPackBook() };
  const secrets: string[] = [];
  let position = 0;
  let first = 0;

  const bookOf = (id: string): PrescriptionBook => {
    const book = prescriptions.get(id) ?? emptyBook();
    prescriptions.set(id, book);
    return book;
  };

  const enterCommit = (commit: Commit): void => {
    const { stream, version, commandId } = commit;
    hold('I16', version === (versions.get(stream) ?? 0) + 1, () => `${stream}: commit ${version} after ${versions.get(stream) ?? 0}`);
    versions.set(stream, version);
    hold('I24', !commands.has(`${stream} ${commandId}`), () => `${stream}: the command ${commandId} took effect twice`);
    commands.add(`${stream} ${commandId}`);
    commandIds.add(commandId);
    commits.push(commit);
    // The catalogue names its drugs; a patient's drugs are nobody's to name.
    const text = aggregateOf(stream) === 'drug' ? '' : JSON.stringify(commit.events);
    for (const secret of secrets) hold('I18', !text.includes(secret), () => `${stream}/${version} names a person`);
    for (const event of commit.events) {
      if (!isEvent(event)) continue;
      if (aggregateOf(stream) === 'prescription') enter(bookOf(idOf(stream)), PrescriptionEvent.parse(event), commit, facts);
      if (aggregateOf(stream) === 'routing') enterRouting(won, event, stream);
      if (event.type === 'DrugListed') enterDrug(facts.packs, event);
      if (aggregateOf(stream) === 'pickup') enterPickup(pickups, event, stream);
    }
  };

  return {
    prescriptions,
    pickups,
    commits,
    secrets,
    packs: facts.packs,
    /** From here on commits belong to the history; those before set the region up. */
    begin: (): void => {
      first = commits.length;
    },
    ownCommits: (): readonly Commit[] => commits.slice(first),
    setUpCommits: (): readonly Commit[] => commits.slice(0, first),
    /** Whether a command of this id took effect in any stream. */
    hasCommand: (commandId: string): boolean => commandIds.has(commandId),
    statusOf: (id: string) => prescriptions.get(id)?.status ?? 'ABSENT',
    /** Something was appended. */
    fallBehind: (): void => {
      isBehind = true;
    },
    check: async (): Promise<void> => {
      if (!isBehind) return;
      isBehind = false;
      for (const entry of await journal.read(position, COMMITS_READ)) {
        // Two requests at once look at the books at once.
        if (entry.position <= position) continue;
        position = entry.position;
        enterCommit(entry.commit);
      }
    },
  };
};
export type Books = ReturnType<typeof createBooks>;
