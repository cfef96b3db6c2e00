import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Commit } from '../kernel/journal.ts';
import type { Log, Reader } from '../kernel/log.ts';
import { type Run, runsOf } from '../kernel/runs.ts';
import { type Clock, epochMs, MINUTE_MS, SECOND_MS } from '../kernel/time.ts';

export interface StreamConsumerDeps {
  /** `relay` or `projector`, for the log. */
  readonly name: Reader;
  readonly handle: (run: Run) => Promise<unknown>;
  /** Reads a commit of the journal's stored text; throws on anything else. */
  readonly readCommit: (content: string) => Commit;
  /** The attribute of a journal item that holds the text. */
  readonly contentAttribute: string;
  /** The attribute that a commit has which was moved here from another engine. */
  readonly movedAttribute: string;
  /** Whether the same record may succeed later. Everything else that is thrown is ours and stays. */
  readonly isOutage: (thrown: unknown) => boolean;
  readonly park: (body: string, reason: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}
type Outcome = 'done' | 'again' | 'parked';
interface Entry {
  readonly record: DynamoDBRecord;
  readonly commit: Commit;
}
export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/**
 * How long an outage may hold up a shard before its records are parked by place: well before Lambda gives up on them and keeps
 * only pointers, and before the stream forgets them after 24 hours.
 */
const PATIENCE_MS = 30 * MINUTE_MS;

/**
 * A reader of the journal's stream. A record that can never be handled is parked at once, by its place in the journal, so that it
 * holds up nobody; one that met an outage is tried again. Reading a record twice sends the same ids.
 */
export const createStreamConsumer = (deps: StreamConsumerDeps): StreamHandler => {
  const { name, log } = deps;

  /** What becomes of one commit that failed. */
  const judge = async (thrown: unknown, record: DynamoDBRecord): Promise<Outcome> => {
    const place = placeOf(record);
    const isWorthTrying = deps.isOutage(thrown) && ageMsOf(record, deps.clock) < PATIENCE_MS;
    log.failure(isWorthTrying ? `${name}.again` : `${name}.parked`, thrown, place);
    if (isWorthTrying) return 'again';
    try {
      await deps.park(JSON.stringify(place), deps.isOutage(thrown) ? 'outage' : 'failure');
      return 'parked';
    } catch (failed) {
      log.failure(`${name}.not-parked`, failed, place);
      return 'again';
    }
  };

  const handle = async (run: readonly Entry[]): Promise<Outcome[]> => {
    try {
      await deps.handle(run.map(({ commit }) => commit));
      return run.map(() => 'done');
    } catch (thrown) {
      if (run.length === 1) return Promise.all(run.map(({ record }) => judge(thrown, record)));
    }
    // Each alone, so that one holds up no other.
    const outcomes: Outcome[] = [];
    for (const entry of run) outcomes.push(...(await handle([entry])));
    return outcomes;
  };

  return async ({ Records }) => {
    const outcomeOf = new Map<DynamoDBRecord, Outcome>();
    const entries: Entry[] = [];
    for (const record of Records) {
      if (!isNews(record, deps)) continue;
      try {
        entries.push({ record, commit: deps.readCommit(record.dynamodb?.NewImage?.[deps.contentAttribute]?.S ?? '') });
      } catch (thrown) {
        outcomeOf.set(record, await judge(thrown, record));
      }
    }
    await Promise.all(
      runsOf(entries).map(async (run) => {
        const outcomes = await handle(run);
        for (const [index, { record }] of run.entries()) outcomeOf.set(record, outcomes[index] ?? 'again');
      }),
    );
    const outcomes = Records.map((record) => outcomeOf.get(record) ?? 'done');
    // A line for the batch, not for each: lines are paid for.
    for (const outcome of ['done', 'again', 'parked'] as const) {
      log.count('commitsRead', { reader: name, outcome }, outcomes.filter((one) => one === outcome).length);
    }
    return {
      batchItemFailures: Records.flatMap(({ dynamodb }, index) =>
        outcomes[index] === 'again' ? [{ itemIdentifier: dynamodb?.SequenceNumber ?? '' }] : [],
      ),
    };
  };
};

const isNews = ({ eventName, dynamodb }: DynamoDBRecord, { name, log, movedAttribute }: StreamConsumerDeps): boolean => {
  // The journal only grows: what is not an insert is somebody's repair, and tells nobody anything.
  if (eventName !== 'INSERT') {
    log.info(`${name}.not-a-commit`, { eventName });
    return false;
  }
  // What was moved was read where it came from; its rows and waiting messages came along.
  return dynamodb?.NewImage?.[movedAttribute] === undefined;
};

const placeOf = ({ dynamodb }: DynamoDBRecord) => ({
  stream: dynamodb?.Keys?.['stream']?.S ?? 'unknown',
  version: Number(dynamodb?.Keys?.['version']?.N ?? 0),
});

const ageMsOf = ({ dynamodb }: DynamoDBRecord, clock: Clock): number =>
  epochMs(clock.now()) - (dynamodb?.ApproximateCreationDateTime ?? 0) * SECOND_MS;
