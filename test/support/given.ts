import { expect } from 'vitest';
import type { Decider } from '../../shared/kernel/decider.ts';
import type { Schema } from '../../shared/kernel/policy.ts';

/** A decider, and how its events are read back from the journal. */
interface Specified<State, Command, Event, Refusal> extends Decider<State, Command, Event, Refusal> {
  readonly event: Schema<Event>;
}

/** A decider's specification as a sentence: `given(…history).when(command).then(…events)`. What happened must also be readable later. */
export const specificationOf =
  <State, Command, Event, Refusal>({ initial, decide, evolve, event: schema }: Specified<State, Command, Event, Refusal>) =>
  (...history: readonly Event[]) => {
    const state = history.reduce(evolve, initial);
    return {
      state,
      when: (command: Command) => {
        const decision = decide(state, command);
        return {
          decision,
          then: (...events: readonly Event[]) => {
            expect(decision).toStrictEqual({ ok: true, value: events });
            expect(events.map((event) => schema.parse(event))).toEqual(events);
          },
          thenRefused: (refusal: Refusal) => expect(decision).toEqual({ ok: false, refusal }),
        };
      },
    };
  };
