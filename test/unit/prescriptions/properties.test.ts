import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OfferId } from '../../../events/vocabulary/ids.ts';
import { Status } from '../../../functions/prescriptions/contract/status.ts';
import type { PrescriptionCommand } from '../../../functions/prescriptions/domain/commands.ts';
import { decide } from '../../../functions/prescriptions/domain/decide.ts';
import { PrescriptionEvent } from '../../../functions/prescriptions/domain/events.ts';
import { evolve } from '../../../functions/prescriptions/domain/evolve.ts';
import { type Prescription, TERMINAL } from '../../../functions/prescriptions/domain/prescription.ts';
import { dispensedOf } from '../../../functions/prescriptions/domain/sale.ts';
import { addMs, HOUR_MS, type Instant, laterOf } from '../../../shared/kernel/time.ts';
import { command, initial } from '../../support/prescription-commands.ts';
import { PHARMACY, RIVAL, repeating, sale, saleLine, signature } from '../../support/prescription-facts.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

type Step = (at: Instant, state: Prescription) => PrescriptionCommand;

const fillOf = (state: Prescription): number => (state.status === 'ABSENT' ? 1 : state.fill);
const offerOf = (state: Prescription): OfferId => ('claim' in state ? state.claim.offerId : OfferId.parse('ofr_none'));
const freshlySigned = (at: Instant, overrideReason?: string): PrescriptionCommand =>
  command.sign({
    at,
    overrideReason,
    prescriber: signature('doctor-1', { signedAt: at }),
    pharmacist: signature('pharmacist-1', { signedAt: at }),
  });
const saleOf = (lineNumber: number, quantity: number, receiptNumber: string) =>
  sale({ lines: [saleLine(lineNumber, quantity)], payment: { payMode: 1, receiptNumber, paidFen: quantity * 1000 } });

/** What usually comes next, so that histories get somewhere between the surprises. */
const aStepOnward = fc.tuple(fc.integer({ min: 1, max: 2 }), fc.nat(1_000_000)).map(
  ([quantity, serial]): Step =>
    (at, state) => {
      switch (state.status) {
        case 'ABSENT':
          return command.submit(serial % 3 === 0 ? {} : repeating);
        case 'PRE_VERIFIED':
          return state.reviewerId === undefined ? command.review({ at }) : freshlySigned(at);
        case 'SIGNED':
          return command.activate(at);
        case 'ACTIVE': {
          if (state.opensAt !== undefined) return command.openNext(laterOf(state.opensAt, at), state.fill);
          const offerId = OfferId.parse(`ofr_onward${serial}`);
          return command.claim({ at, offerId, fill: state.fill, leaseEndsAt: addMs(at, 2 * HOUR_MS) });
        }
        case 'CLAIMED':
          return command.approve({ at, offerId: offerOf(state) });
        case 'APPROVED':
          return command.dispense({ at, offerId: offerOf(state), isFinal: serial % 3 === 0, sale: saleOf(1, quantity, String(serial)) });
        case 'DISPENSED':
          return command.complete({ at, fill: state.fill, pharmacyId: state.claim.pharmacyId });
        default:
          return command.expire(at);
      }
    },
);

/** What the holder may do otherwise. */
const aStepAside: fc.Arbitrary<Step> = fc.constantFrom<Step>(
  (at, state) => command.doubt({ at, offerId: offerOf(state) }),
  (at, state) => command.release({ at, offerId: offerOf(state) }),
  (at, state) => command.reverse({ at, offerId: offerOf(state) }),
  (at, state) => command.lapse('claim' in state ? state.claim.leaseEndsAt : at, offerOf(state)),
  (at) => command.cancel({ at }),
  (at, state) => command.expire(state.status === 'ABSENT' ? at : state.content.validUntil),
  (at) => command.confirm({ at, confirmation: signature('doctor-1', { signedAt: at }) }),
);

const anOffer = fc.constantFrom(...[1, 2, 3].map((number) => OfferId.parse(`ofr_offer${number}`)));

/** Anything at any time: what partners and queues can do to one prescription. */
const aStepAstray: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>(
    () => command.submit(),
    (at) => command.revise({ verification: { ...command.submit().verification, at } }),
    (at) => command.review({ at, outcome: { kind: 'rejected', reasonCode: 'x', severity: 'warning' } }),
    (at) => freshlySigned(at, 'because'),
    (at) => command.activate(at),
    (at) => command.expire(at),
    (at, state) => command.openNext(at, fillOf(state)),
    (at, state) => command.complete({ at, fill: fillOf(state) }),
  ),
  fc.tuple(anOffer, fc.constantFrom(PHARMACY, RIVAL)).map(
    ([offerId, pharmacyId]): Step =>
      (at, state) => {
        return command.claim({ at, offerId, pharmacyId, fill: fillOf(state), leaseEndsAt: addMs(at, 2 * HOUR_MS) });
      },
  ),
  anOffer.map(
    (offerId): Step =>
      (at) =>
        command.approve({ at, offerId }),
  ),
  anOffer.map(
    (offerId): Step =>
      (at) =>
        command.release({ at, offerId }),
  ),
  fc.tuple(anOffer, fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 })).map(
    ([offerId, lineNumber, quantity]): Step =>
      (at) => {
        return command.dispense({ at, offerId, sale: saleOf(lineNumber, quantity, `${lineNumber}/${quantity}`) });
      },
  ),
);

const aHistory = fc.array(
  fc.tuple(
    fc.oneof({ weight: 6, arbitrary: aStepOnward }, { weight: 1, arbitrary: aStepAside }, { weight: 2, arbitrary: aStepAstray }),
    fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(1, HOUR_MS, 30 * HOUR_MS) }),
  ),
  { minLength: 5, maxLength: 60 },
);

type Look = (before: Prescription, events: readonly PrescriptionEvent[], after: Prescription) => void;

const play = (steps: readonly (readonly [Step, number])[], look: Look): void => {
  let state = initial;
  let at = MONDAY;
  for (const [step, ms] of steps) {
    at = addMs(at, ms);
    const decision = decide(state, step(at, state));
    if (!decision.ok) continue;
    const next = decision.value.reduce(evolve, state);
    look(state, decision.value, next);
    state = next;
  }
};

/** Also holds that `evolve` never throws on what `decide` produced. */
const forAnyHistory = (look: Look): void =>
  fc.assert(
    fc.property(aHistory, (steps) => play(steps, look)),
    { numRuns: 500 },
  );

const isLoop = (arrow: string): boolean => new Set(arrow.split(' ')).size === 1;

describe('in every history of a prescription', () => {
  it('(and those tried here reach every state)', () => {
    const reached = new Set<string>();
    forAnyHistory((_before, _events, state) => {
      reached.add(state.status);
    });
    expect([...reached].sort()).toEqual(Status.options.toSorted());
  });

  it('every change of state is an arrow of the README’s picture', () => {
    const readme = readFileSync(new URL('../../../functions/prescriptions/README.md', import.meta.url), 'utf8');
    const drawn = [...readme.matchAll(/^ {4}(\w+) --> (\w+)/gm)].map(([, from, to]) => `${from} ${to}`).filter((arrow) => !isLoop(arrow));
    const seen = new Set<string>();
    forAnyHistory((before, _events, state) => {
      if (before.status !== 'ABSENT') seen.add(`${before.status} ${state.status}`);
    });
    expect(drawn).toEqual(expect.arrayContaining([...seen].filter((arrow) => !isLoop(arrow))));
  });

  it('no line is ever dispensed beyond what is prescribed', () => {
    expect.hasAssertions();
    forAnyHistory((_before, _events, state) => {
      if (state.status === 'ABSENT') return;
      const { lines, repeat } = state.content;
      const dispensed = dispensedOf(lines, state.sales);
      expect(dispensed.every((quantity, index) => quantity <= (lines[index]?.quantity ?? 0))).toBe(true);
      expect(state.pastFills.length).toBeLessThanOrEqual(repeat?.fillsMax ?? 1);
    });
  });

  it('a claim begins only when no other is alive, and no offer claims twice', () => {
    expect.hasAssertions();
    const claims = new WeakMap<Prescription, readonly string[]>();
    forAnyHistory((before, events, state) => {
      const earlier = claims.get(before) ?? [];
      const made = events.flatMap((event) => (event.type === 'PrescriptionClaimed' ? [event.claim.offerId] : []));
      expect(made.length === 0 || before.status === 'ACTIVE').toBe(true);
      expect(made.some((offerId) => earlier.includes(offerId))).toBe(false);
      claims.set(state, [...earlier, ...made]);
    });
  });

  it('a terminal state is final', () => {
    expect.hasAssertions();
    forAnyHistory((before, _events, state) => {
      expect(TERMINAL.includes(before.status) ? state.status : 'free').toBe(TERMINAL.includes(before.status) ? before.status : 'free');
    });
  });

  it('nothing is sold without an approval under the same claim, or against the prescriber’s wish', () => {
    expect.hasAssertions();
    forAnyHistory((before, events) => {
      const isSale = events.some(({ type }) => type === 'SaleRecorded');
      expect(isSale && before.status !== 'APPROVED').toBe(false);
      expect(isSale && 'pendingCancellation' in before).toBe(false);
    });
  });

  it('events read back from the journal as they were written', () => {
    expect.hasAssertions();
    forAnyHistory((_before, events) => {
      const written: unknown[] = JSON.parse(JSON.stringify(events));
      expect(written.map((event) => PrescriptionEvent.parse(event))).toEqual(written);
    });
  });
});
