import { describe, expect, it } from 'vitest';
import { decide, type PickupRefusal } from '../../../functions/fulfilment/domain/decide.ts';
import { PickupEvent } from '../../../functions/fulfilment/domain/events.ts';
import { onlyOf } from '../../../functions/fulfilment/domain/only-of.ts';
import { absent, evolve } from '../../../functions/fulfilment/domain/pickup.ts';
import { PickupCodeText } from '../../../functions/fulfilment/domain/pickup-code.ts';
import { FulfilmentRules } from '../../../functions/fulfilment/domain/policy.ts';
import * as a from './examples.ts';

const stateAfter = (...history: readonly PickupEvent[]) => history.reduce(evolve, absent);

describe('a history that no decision makes', () => {
  it.each<[string, PickupEvent, readonly PickupEvent[]]>([
    ['PickupCodeIssued in ABSENT', a.issued(), []],
    ['PickupCodeMismatched in ABSENT', a.mismatched, []],
    ['PickupCollected in COLLECTED', a.collected, [a.ready(), a.issued(), a.collected]],
    ['PickupUncollected in RETURNED_TO_STOCK', a.uncollected, [a.ready(), a.returned()]],
  ])('is not read: %s', (message, event, history) => {
    expect(() => evolve(stateAfter(...history), event)).toThrow(`${message}: no decision made this history`);
  });
  it('holds no other facts and no other wishes than those that are declared', () => {
    expect(() => evolve(absent, { type: 'PickupStolen' } as never)).toThrow('unreachable: PickupStolen');
    expect(() => decide(absent, { type: 'StealPickup' } as never)).toThrow('unreachable: StealPickup');
    expect(() => PickupEvent.parse({ type: 'PickupStolen' })).toThrow();
  });
});

describe('a pick-up', () => {
  it('forgets a code that was issued before it was given up', () => {
    expect(stateAfter(a.ready(), a.issued(), a.uncollected, a.ready())).toMatchObject({ code: undefined, codesIssued: 1 });
    expect(stateAfter(a.ready(), a.issued(), a.ready())).toMatchObject({ code: { mac: 'right', mismatches: 0 }, codesIssued: 1 });
  });
  it('stays without a code when a wrong one is counted against none', () => {
    expect(stateAfter(a.ready(), a.mismatched)).toMatchObject({ status: 'READY_FOR_PICKUP', code: undefined });
  });
});

describe('what is typed at the counter', () => {
  it.each([
    ['012345', true],
    ['01234', false],
    ['0123456', false],
    ['01234a', false],
    ['a123456', false],
    ['123456\n', false],
    ['１２３４５６', false],
    ['', false],
  ])('%j is a pick-up code: %s', (text, isCode) => {
    expect(PickupCodeText.safeParse(text).success).toBe(isCode);
  });
});

describe('a refusal', () => {
  const notReady: PickupRefusal = { code: 'pickup-not-ready', currentStatus: 'ABSENT' };
  const refusal = (): PickupRefusal => notReady;
  it('is passed on by a command that can meet it, whole', () => {
    expect(onlyOf(refusal(), ['pickup-code-locked', 'pickup-not-ready'])).toBe(notReady);
  });
  it('that was meant for another command is a bug', () => {
    expect(() => onlyOf(refusal(), ['pickup-code-locked'])).toThrow('the refusal pickup-not-ready came to the wrong command');
    expect(() => onlyOf(refusal(), [])).toThrow();
  });
});

describe('what a region may set', () => {
  it.each([
    ['collectDays', 1, 30],
    ['codeAttemptsMax', 1, 7],
    ['codesMax', 1, 20],
  ])('%s lies between %i and %i', (name, least, most) => {
    const isTaken = (value: number): boolean => FulfilmentRules.safeParse({ ...a.rules, [name]: value }).success;
    expect([least - 1, least, least + 0.5, most, most + 1].map(isTaken)).toEqual([false, true, false, true, false]);
  });
});
