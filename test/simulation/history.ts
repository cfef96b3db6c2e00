import { auditEnds, auditMessages, auditPacks, auditViews } from './audit.ts';
import { auditWebhooks } from './audit-webhooks.ts';
import { openCase } from './cases.ts';
import { createChance } from './chance.ts';
import { FAULTS, type Fault } from './faults.ts';
import type { Play } from './play.ts';
import { type Mutant, openRegion } from './region.ts';
import { comeToRest } from './rest.ts';
import type { StoreName } from './stores.ts';
import { template } from './template.ts';
import { createTurn } from './turns.ts';

export interface HistoryOptions {
  readonly seed: number;
  readonly faults?: readonly Fault[];
  readonly mutant?: Mutant;
  /** @default memory */
  readonly store?: StoreName;
  /** Gets a line for everything that happens. */
  readonly onLine?: (line: string) => void;
}

export interface History {
  readonly seed: number;
  /** Undefined when every invariant held. */
  readonly violation: string | undefined;
  readonly prescriptions: number;
  readonly statuses: readonly string[];
  readonly commits: number;
  readonly requests: number;
  readonly deliveries: number;
  readonly turns: number;
}

const TURNS_MIN = 40;
const TURNS_MORE = 45;
const CASES_MAX = 3;
/** A case comes in about so many turns. */
const NEXT_CASE = 0.12;

/** One seed, one history: the same seed, faults and code give the same steps and the same journal. */
export const runHistory = async ({
  seed,
  faults = FAULTS,
  mutant,
  store = 'memory',
  onLine = () => {},
}: HistoryOptions): Promise<History> => {
  const chance = createChance(seed);
  const region = await openRegion(await template(), { chance, faults: new Set(faults), mutant, store });
  const known = region.books.commits.length;
  const counts = { requests: 0, deliveries: 0, turns: 0 };
  const note = (line: string): void => onLine(`${region.clock.now()} ${line}`);
  const play: Play = { region, cases: [], sent: [], usedPacks: [], answers: new Map(), note, counts };
  let violation: string | undefined;
  try {
    const takeTurn = createTurn(play);
    const turns = TURNS_MIN + chance.below(TURNS_MORE);
    for (let turn = 0; turn < turns; turn += 1) {
      const isDue = turn === 0 || (play.cases.length < CASES_MAX && chance.happens(NEXT_CASE));
      if (isDue) play.cases.push(openCase(region, play.cases.length + 1));
      await takeTurn();
    }
    await comeToRest(play);
    auditEnds(region);
    auditMessages(region, known);
    auditViews(region);
    auditPacks(region);
    auditWebhooks(region);
  } catch (thrown) {
    violation = thrown instanceof Error && thrown.name === 'Violation' ? thrown.message : `broken: ${describe(thrown)}`;
  }
  if (violation !== undefined) for (const failure of region.failures) note(failure);
  const statuses = play.cases.map(({ prescriptionId }) => region.books.statusOf(prescriptionId));
  region.engine.close();
  return { seed, violation, prescriptions: play.cases.length, statuses, commits: region.books.commits.length - known, ...counts };
};

const describe = (thrown: unknown): string => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
