import { expect } from 'vitest';
import type { Decider } from '../../shared/kernel/decider.ts';

/** A decider's specification as a sentence: `given(…history).when(command).then(…events)`. */
export const specificationOf =
  <State, Command, Event, Refusal>({ initial, decide, evolve }: Decider<State, Command, Event, Refusal>) =>
  (...history: readonly Event[]) => {
    const state = history.reduce(evolve, initial);
    return {
      state,
      when: (command: Command) => {
        const decision = decide(state, command);
        return {
          decision,
          then: (...events: readonly Event[]) => expect(decision).toEqual({ ok: true, value: events }),
          thenRefused: (refusal: Refusal) => expect(decision).toEqual({ ok: false, refusal }),
        };
      },
    };
  };
