import type { Result } from './result.ts';

/** The law of one aggregate. Pure: no clock, chance or network; time arrives as data in the command. */
export interface Decider<State, Command, Event, Refusal> {
  readonly initial: State;
  decide(state: State, command: Command): Result<readonly Event[], Refusal>;
  /** Total over every history that `decide` can produce. */
  evolve(state: State, event: Event): State;
}
