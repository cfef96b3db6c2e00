import { type TimelineDeps, type TimelineHop, timelineOf } from '../../../events/timeline.ts';
import { aggregateOf, streamId } from '../../../shared/kernel/ids.ts';
import type { Instant } from '../../../shared/kernel/time.ts';

/** One step of a journey: what somebody did in a context, or several alike that followed each other. */
export interface Step {
  readonly at: Instant;
  readonly context: string;
  readonly actor: { readonly agencyId?: string | undefined; readonly role: string };
  readonly events: readonly string[];
  /** How many commits alike it stands for. */
  readonly commits: number;
  /** The step that led here, by its index; none when an agency's request did. */
  readonly from: number | undefined;
}

/** Somebody was told of a step by webhook. */
export interface Delivery {
  readonly step: number;
  readonly agencyId: string;
  readonly at: Instant;
  readonly isDelivered: boolean;
}

export interface Journey {
  readonly id: string;
  readonly steps: readonly Step[];
  readonly deliveries: readonly Delivery[];
}

/** Rows of one journey that the page reads; a longer journey is shown from its start. */
export const ROWS_MAX = 400;

export const readJourney = async (deps: TimelineDeps, id: string): Promise<Journey> => {
  const rows = (await timelineOf(deps, id)).slice(0, ROWS_MAX);
  const { steps, stepOfCommit } = stepsOf(rows.filter((row) => !isAttempt(row)));
  return { id, steps, deliveries: deliveriesOf(rows.filter(isAttempt), stepOfCommit) };
};

const isAttempt = ({ stream }: TimelineHop): boolean => stream.startsWith('webhook#');

const placeOf = ({ stream, version }: TimelineHop): string => `${stream}/${version}`;

/** The commit that a message came from, which its id names: `evt_prescription#rx_1/3/0` → `prescription#rx_1/3`. */
const sourceOf = (causationId: string): string => /^(?:evt|tmr)_(.+#.+\/\d+)\/\d+/.exec(causationId)?.[1] ?? causationId;

const isAlike = (step: Step, row: TimelineHop, aggregate: string, before: TimelineHop | undefined): boolean =>
  before !== undefined &&
  aggregateOf(streamOf(before)) === aggregate &&
  step.context === row.context &&
  step.actor.agencyId === row.actor.agencyId &&
  step.events.join() === row.events.join();

const streamOf = ({ stream }: TimelineHop) => {
  const [aggregate = '', id = ''] = stream.split('#');
  return streamId(aggregate, id);
};

const stepsOf = (rows: readonly TimelineHop[]) => {
  const steps: Step[] = [];
  const stepOfCommit = new Map<string, number>();
  const lastOfRequest = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    const last = steps.at(-1);
    if (last !== undefined && isAlike(last, row, aggregateOf(streamOf(row)), rows[index - 1])) {
      steps[steps.length - 1] = { ...last, commits: last.commits + 1 };
    } else {
      const { at, context, actor, events, causationId } = row;
      const isOfAgency = actor.agencyId !== undefined && actor.agencyId !== '';
      const before = steps.length === 0 || isOfAgency ? undefined : steps.length - 1;
      const from = stepOfCommit.get(sourceOf(causationId)) ?? lastOfRequest.get(causationId) ?? before;
      steps.push({ at, context, actor, events, commits: 1, from });
    }
    stepOfCommit.set(placeOf(row), steps.length - 1);
    lastOfRequest.set(row.causationId, steps.length - 1);
  }
  return { steps, stepOfCommit };
};

/** One for each receiver of a step: a later success covers the failures before it. */
const deliveriesOf = (rows: readonly TimelineHop[], stepOfCommit: ReadonlyMap<string, number>): readonly Delivery[] => {
  const found = new Map<string, Delivery>();
  for (const { agencyId, events, causationId, at } of rows) {
    const step = stepOfCommit.get(sourceOf(causationId));
    if (agencyId === undefined || step === undefined) continue;
    const key = `${step} ${agencyId}`;
    const isDelivered = events.includes('WebhookDelivered');
    if (found.get(key)?.isDelivered !== true) found.set(key, { step, agencyId, at, isDelivered });
  }
  return [...found.values()];
};
