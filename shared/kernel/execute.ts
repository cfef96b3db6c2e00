import type { Aggregate } from './aggregate.ts';
import { type Ids, type StreamId, streamId } from './ids.ts';
import { type Cause, COMMITS_PER_STREAM_MAX, type Commit, type Journal } from './journal.ts';
import { ok, type Result, refuse } from './result.ts';

/** The state after a command, as of its own commit: a repeat sees what the first call saw. */
export interface Executed<State> {
  readonly state: State;
  readonly version: number;
  /** True when the command was found in the stream and nothing was written now. */
  readonly isRepeat: boolean;
  readonly correlationId: string;
}

/** The key was used before with another request. */
export interface KeyReused {
  readonly code: 'idempotency-key-reused';
}

export interface Loaded<State> {
  readonly state: State;
  readonly version: number;
  readonly commits: readonly Commit[];
}

/** Rival writers that one command outlasts before it gives up as a failure. */
const CONFLICTS_MAX = 16;

/** A command, or how to make one from the state: there the outside facts are gathered that `decide` needs. */
export type Prepare<State, Command, Refusal> = (
  state: State,
  version: number,
) => Promise<Result<Command, Refusal>> | Result<Command, Refusal>;

export type Execute = <State, Command, Event, Refusal>(
  aggregate: Aggregate<State, Command, Event, Refusal>,
  id: string,
  cause: Cause,
  prepare: Prepare<State, Command, Refusal>,
) => Promise<Result<Executed<State>, Refusal | KeyReused>>;

export type Load = <State, Command, Event, Refusal>(
  aggregate: Aggregate<State, Command, Event, Refusal>,
  id: string,
) => Promise<Loaded<State>>;

export const createLoad =
  (journal: Journal): Load =>
  async (aggregate, id) => {
    const commits = await journal.load(streamId(aggregate.name, id));
    return { state: aggregate.fold(commits), version: commits.length, commits };
  };

/**
 * The one way to change state: load, find a repeat, decide, append one commit. A rival writer costs another round;
 * a repeated command costs nothing and gets the answer of the first.
 */
export const createExecute =
  (journal: Journal): Execute =>
  async (aggregate, id, cause, prepare) => {
    const stream = streamId(aggregate.name, id);
    for (let attempt = 1; attempt <= CONFLICTS_MAX; attempt += 1) {
      const commits = await journal.load(stream);
      const first = commits.find((commit) => commit.commandId === cause.commandId);
      if (first !== undefined) return repeat(aggregate, commits, first, cause.requestDigest);

      const state = aggregate.fold(commits);
      const command = await prepare(state, commits.length);
      if (!command.ok) return command;
      const decision = aggregate.decide(state, command.value);
      if (!decision.ok) return decision;
      const correlationId = cause.correlationId ?? commits[0]?.correlationId ?? id;
      if (decision.value.length === 0) return ok({ state, version: commits.length, isRepeat: false, correlationId });

      const commit = nextCommit(stream, commits.length, { ...cause, correlationId }, decision.value);
      if ((await journal.append(commit)) === 'appended') {
        return ok({ state: aggregate.fold([...commits, commit]), version: commit.version, isRepeat: false, correlationId });
      }
    }
    throw new Error(`${stream} stayed contended for ${CONFLICTS_MAX} rounds`);
  };

const repeat = <State, Command, Event, Refusal>(
  aggregate: Aggregate<State, Command, Event, Refusal>,
  commits: readonly Commit[],
  first: Commit,
  requestDigest: string,
): Result<Executed<State>, KeyReused> => {
  if (first.requestDigest !== requestDigest) return refuse({ code: 'idempotency-key-reused' });
  const state = aggregate.fold(commits.slice(0, first.version));
  return ok({ state, version: first.version, isRepeat: true, correlationId: first.correlationId });
};

const nextCommit = (
  stream: StreamId,
  version: number,
  cause: Cause & { readonly correlationId: string },
  events: readonly unknown[],
): Commit => {
  if (version >= COMMITS_PER_STREAM_MAX) throw new Error(`${stream} is full at ${COMMITS_PER_STREAM_MAX} commits`);
  return { stream, version: version + 1, ...cause, events };
};

/** The cause of one step of a larger command: its own id, everything else the same. */
export const stepOf = (cause: Cause, step: string, ids: Ids): Cause => ({
  ...cause,
  commandId: ids.derive('cmd', cause.commandId, step),
});
