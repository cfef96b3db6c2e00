import { unreachable } from '../../../shared/kernel/result.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { PickupEvent, PickupFacts } from './events.ts';
import type { FulfilmentRules } from './policy.ts';

/** The code in force: its keyed hash, and how often a wrong one was typed against it. */
export interface PickupCode {
  readonly mac: string;
  readonly mismatches: number;
}

/** 到店自取: the medicine of one fill on its way over the counter. */
export type Pickup =
  | { readonly status: 'ABSENT' }
  | {
      readonly status: 'READY_FOR_PICKUP';
      readonly pickup: PickupFacts;
      readonly collectBy: Instant;
      readonly rules: FulfilmentRules;
      readonly codesIssued: number;
      readonly code: PickupCode | undefined;
    }
  | { readonly status: 'COLLECTED'; readonly pickup: PickupFacts; readonly codesIssued: number; readonly collectedAt: Instant }
  | { readonly status: 'UNCOLLECTED'; readonly pickup: PickupFacts; readonly codesIssued: number }
  | { readonly status: 'RETURNED_TO_STOCK'; readonly pickup: PickupFacts };

export type ReadyPickup = Extract<Pickup, { status: 'READY_FOR_PICKUP' }>;

export const absent: Pickup = { status: 'ABSENT' };

export const evolve = (state: Pickup, event: PickupEvent): Pickup => {
  switch (event.type) {
    case 'PickupReady': {
      const { pickup, collectBy, rules } = event;
      const codesIssued = 'codesIssued' in state ? state.codesIssued : 0;
      const code = state.status === 'READY_FOR_PICKUP' ? state.code : undefined;
      return { status: 'READY_FOR_PICKUP', pickup, collectBy, rules, codesIssued, code };
    }
    case 'PickupCodeIssued': {
      const ready = readyOf(state, event);
      return { ...ready, codesIssued: ready.codesIssued + 1, code: { mac: event.codeMac, mismatches: 0 } };
    }
    case 'PickupCodeMismatched': {
      const ready = readyOf(state, event);
      return { ...ready, code: ready.code && { ...ready.code, mismatches: ready.code.mismatches + 1 } };
    }
    case 'PickupCollected': {
      const { pickup, codesIssued } = readyOf(state, event);
      return { status: 'COLLECTED', pickup, codesIssued, collectedAt: event.at };
    }
    case 'PickupUncollected': {
      const { pickup, codesIssued } = readyOf(state, event);
      return { status: 'UNCOLLECTED', pickup, codesIssued };
    }
    case 'PickupReturnedToStock':
      return { status: 'RETURNED_TO_STOCK', pickup: event.pickup };
    default:
      return unreachable(event);
  }
};

const readyOf = (state: Pickup, event: PickupEvent): ReadyPickup => {
  if (state.status === 'READY_FOR_PICKUP') return state;
  throw new Error(`${event.type} in ${state.status}: no decision made this history`);
};
