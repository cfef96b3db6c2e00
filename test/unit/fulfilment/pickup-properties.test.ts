import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type PickupCommand } from '../../../functions/fulfilment/domain/decide.ts';
import type { PickupEvent } from '../../../functions/fulfilment/domain/events.ts';
import { absent, evolve } from '../../../functions/fulfilment/domain/pickup.ts';
import { codeFromMac } from '../../../functions/fulfilment/domain/pickup-code.ts';
import { createSeals } from '../../../shared/adapters/node/ids.ts';
import { COMMITS_PER_STREAM_MAX } from '../../../shared/kernel/journal.ts';
import { addMs, DAY_MS } from '../../../shared/kernel/time.ts';
import { MONDAY } from '../../support/virtual-clock.ts';
import * as a from './examples.ts';

const moments = fc.nat(8 * DAY_MS).map((ms) => addMs(MONDAY, ms));
const macs = fc.constantFrom('right', 'wrong', 'other');
const commands: fc.Arbitrary<PickupCommand> = fc.oneof(
  fc.tuple(fc.constantFrom(a.facts, a.elsewhere), moments).map(([pickup, at]) => a.makeReady(pickup, at)),
  fc.tuple(macs, moments).map(([mac, at]) => a.issueCode(mac, at)),
  fc.tuple(macs, moments).map(([mac, at]) => a.handOver(mac, at)),
  moments.map(a.giveUp),
  fc.constantFrom(a.facts, a.elsewhere).map((pickup) => a.returnToStock(pickup)),
);

const run = (all: readonly PickupCommand[]) => {
  let state = absent;
  const events: PickupEvent[] = [];
  for (const command of all) {
    const decision = decide(state, command);
    for (const event of decision.ok ? decision.value : []) {
      state = evolve(state, event);
      events.push(event);
    }
  }
  return { state, events };
};

describe('any history of a pick-up', () => {
  it('hands nothing over without the newest code, and nothing after too many wrong ones', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 60 }), (all) => {
        let state = absent;
        for (const command of all) {
          const decision = decide(state, command);
          const [event] = decision.ok ? decision.value : [];
          if (event?.type === 'PickupCollected') {
            const code = state.status === 'READY_FOR_PICKUP' ? state.code : undefined;
            expect(command).toMatchObject({ type: 'HandOver', codeMac: code?.mac });
            expect(code?.mismatches).toBeLessThan(a.rules.codeAttemptsMax);
          }
          if (event !== undefined) state = evolve(state, event);
        }
        expect(state.status).toMatch(/^[A-Z_]+$/);
      }),
    );
  });
  it('never leaves the shelf again once it went back', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), fc.array(commands, { maxLength: 40 }), (before, after) => {
        const first = run([...before, a.returnToStock()]);
        fc.pre(first.state.status === 'RETURNED_TO_STOCK');
        expect(run([...before, a.returnToStock(), ...after]).state.status).toBe('RETURNED_TO_STOCK');
      }),
    );
  });
  it('stays short, whatever is typed: at most so many codes, and so many wrong ones for each', () => {
    const typing = fc.oneof(
      macs.map((mac) => a.issueCode(mac)),
      macs.map((mac) => a.handOver(mac)),
    );
    fc.assert(
      fc.property(fc.array(typing, { minLength: 50, maxLength: 400 }), (all) => {
        const { events } = run([a.makeReady(), ...all]);
        expect(events.length).toBeLessThanOrEqual(2 + a.rules.codesMax * (1 + a.rules.codeAttemptsMax));
      }),
    );
    // With the largest rules that the policy's schema takes, and some sales more:
    expect(2 + 20 * (1 + 7)).toBeLessThan(COMMITS_PER_STREAM_MAX);
  });
});

describe('six digits', () => {
  const seals = createSeals(Buffer.alloc(32, 7));
  it('come from any MAC, the same from the same', () => {
    fc.assert(
      fc.property(fc.string(), (part) => {
        const code = codeFromMac(seals.mac('pickup-code', part));
        expect(code).toMatch(/^\d{6}$/);
        expect(codeFromMac(seals.mac('pickup-code', part))).toBe(code);
      }),
    );
  });
  it('keep their leading zeros', () => {
    expect(codeFromMac('AAAAAAAA')).toBe('000000');
    expect(codeFromMac('AAAAAAAB')).toBe('000001');
    expect(codeFromMac('AAAAAABAignored')).toBe('000064');
  });
  it('are spread over all leading digits', () => {
    const first = Array.from({ length: 2_000 }, (_, index) => codeFromMac(seals.mac('pickup-code', String(index)))[0]);
    for (const digit of '0123456789') expect(first.filter((one) => one === digit).length).toBeGreaterThan(140);
  });
});
