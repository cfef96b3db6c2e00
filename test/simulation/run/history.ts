import { hash } from 'node:crypto';
import { auditEnds, auditMessages, auditViews } from '../law/audit.ts';
import { auditErasures } from '../law/audit-erasures.ts';
import { auditPacks } from '../law/audit-packs.ts';
import { auditWebhooks } from '../law/audit-webhooks.ts';
import { isEnded } from '../law/prescription-book.ts';
import { type Case, openCase } from '../people/cases.ts';
import { createOffices } from '../people/offices.ts';
import type { Play } from '../people/play.ts';
import { comeToRest } from '../people/rest.ts';
import { emptyShelf } from '../people/sales.ts';
import { auditStock } from '../people/stock.ts';
import { createTurn } from '../people/turns.ts';
import { type Mutant, openRegion, type Region } from '../world/region.ts';
import type { StoreName } from '../world/stores.ts';
import { template } from '../world/template.ts';
import { createChance } from './chance.ts';
import { drawExtent, type Extent, WHOLE } from './extent.ts';
import type { Counts } from './tally.ts';

export interface HistoryOptions {
  readonly seed: number;
  /** What it may have in it at most. @default the whole */
  readonly extent?: Extent | undefined;
  readonly mutant?: Mutant | undefined;
  /** @default memory */
  readonly store?: StoreName | undefined;
  /** Gets a line for everything that happens. */
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface History {
  readonly seed: number;
  /** Undefined when every invariant held. */
  readonly violation: string | undefined;
  /** What happened, and how often. */
  readonly counts: Counts;
  /** Of its journal: two runs of one seed are the same to the last character. */
  readonly digest: string;
}

/** Turns that are still taken once every prescription has ended: for what comes late. */
const LATE_TURNS = 6;
/** A case comes in about so many turns. */
const NEXT_CASE = 0.12;

/** One seed, one history: the same seed, extent and code give the same steps and the same journal. */
export const runHistory = async ({
  seed,
  extent: bound = WHOLE,
  mutant,
  store = 'memory',
  onLine = () => {},
}: HistoryOptions): Promise<History> => {
  const chance = createChance(seed);
  const extent = drawExtent(chance, bound);
  const region = await openRegion(await template(), { chance, extent, mutant, store });
  const note = (line: string): void => onLine(`${region.clock.now()} ${line}`);
  const play: Play = {
    region,
    cases: [],
    sent: [],
    shelf: emptyShelf(),
    stock: new Map(),
    answers: new Map(),
    bodies: new Map(),
    note,
    offices: createOffices(),
  };
  const putBack = mutant?.takeOut?.();
  const violation = await violationOf(async () => {
    await goThrough(play, extent);
    await comeToRest(play);
    auditEnds(region);
    auditMessages(region);
    auditViews(region);
    auditPacks(region);
    auditStock(play);
    await auditErasures(play);
    auditWebhooks(region);
  });
  putBack?.();
  if (violation !== undefined) for (const failure of region.failures) note(failure);
  region.engine.close();
  return { seed, violation, counts: countsOf(play), digest: digestOf(region) };
};

const goThrough = async (play: Play, extent: Extent): Promise<void> => {
  const { chance, books } = play.region;
  const takeTurn = createTurn(play);
  const isOpen = ({ prescriptionId, isRefused }: Case): boolean => !isRefused && !isEnded(books.statusOf(prescriptionId));
  let late = 0;
  for (let turn = 0; turn < extent.turns && late < LATE_TURNS; turn += 1) {
    const isDue = turn === 0 || chance.happens(NEXT_CASE);
    if (isDue && play.cases.length < extent.prescriptions) play.cases.push(openCase(play.region, play.cases.length + 1));
    await takeTurn();
    if (play.cases.length >= extent.prescriptions && !play.cases.some(isOpen)) late += 1;
  }
};

const violationOf = async (run: () => Promise<void>): Promise<string | undefined> => {
  try {
    await run();
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error && thrown.name === 'Violation' ? thrown.message : `broken: ${describe(thrown)}`;
  }
};

const describe = (thrown: unknown): string => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));

const typeOf = (event: unknown): string =>
  typeof event === 'object' && event !== null && 'type' in event && typeof event.type === 'string' ? event.type : '';

const countsOf = ({ region: { tally, books }, cases }: Play): Counts => {
  const { count, counts } = tally;
  count('histories');
  for (const { prescriptionId } of cases) {
    count('prescriptions');
    count(`end ${books.statusOf(prescriptionId)}`);
  }
  for (const { events } of books.ownCommits()) {
    count('commits');
    for (const event of events) count(`event ${typeOf(event)}`);
  }
  return counts;
};

const digestOf = ({ books }: Region): string => hash('sha256', JSON.stringify(books.ownCommits()));
