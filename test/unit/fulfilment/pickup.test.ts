import { describe, expect, it } from 'vitest';
import { decide } from '../../../functions/fulfilment/domain/decide.ts';
import { PickupEvent } from '../../../functions/fulfilment/domain/events.ts';
import { absent, evolve } from '../../../functions/fulfilment/domain/pickup.ts';
import { addMs, DAY_MS } from '../../../shared/kernel/time.ts';
import { specificationOf } from '../../support/given.ts';
import { MONDAY } from '../../support/virtual-clock.ts';
import * as a from './examples.ts';

const given = specificationOf({ initial: absent, decide, evolve, event: PickupEvent });
const TUESDAY = addMs(MONDAY, DAY_MS);

describe('a pick-up', () => {
  it('is ready when the sale is recorded, for as many days as the region gives', () => {
    given()
      .when(a.makeReady())
      .then(a.ready(a.facts, MONDAY, a.collectBy));
  });
  it('gives what waits already the time of what is added', () => {
    given(a.ready(), a.issued())
      .when(a.makeReady(a.facts, TUESDAY))
      .then(a.ready(a.facts, TUESDAY, addMs(a.collectBy, DAY_MS)));
    expect(given(a.ready(), a.issued(), a.ready(a.facts, TUESDAY)).state).toMatchObject({ code: { mac: 'right' }, codesIssued: 1 });
  });
  it('never shortens the time of what waits, also when sales arrive in the wrong order', () => {
    given(a.ready(a.facts, TUESDAY))
      .when(a.makeReady(a.facts, MONDAY))
      .then(a.ready(a.facts, MONDAY, addMs(TUESDAY, 3 * DAY_MS)));
  });
  it('opens again, without a code, for the rest of a partial sale', () => {
    const history = [a.ready(), a.issued(), a.collected] as const;
    given(...history)
      .when(a.makeReady(a.facts, TUESDAY))
      .then(a.ready(a.facts, TUESDAY));
    expect(given(...history, a.ready(a.facts, TUESDAY)).state).toMatchObject({
      status: 'READY_FOR_PICKUP',
      code: undefined,
      codesIssued: 1,
    });
    given(a.ready(), a.uncollected).when(a.makeReady(a.facts, a.collectBy)).then(a.ready(a.facts, a.collectBy));
  });
  it('waits at one pharmacy only', () => {
    given(a.ready()).when(a.makeReady(a.elsewhere)).thenRefused({ code: 'waits-at-another-pharmacy' });
    given(a.ready(), a.uncollected).when(a.makeReady(a.elsewhere)).thenRefused({ code: 'waits-at-another-pharmacy' });
    given(a.ready(), a.issued(), a.collected).when(a.makeReady(a.elsewhere)).then(a.ready(a.elsewhere));
  });

  it('is given up at its time, not a millisecond before', () => {
    given(a.ready())
      .when(a.giveUp(addMs(a.collectBy, -1)))
      .then();
    given(a.ready()).when(a.giveUp()).then(a.uncollected);
  });
  it('is not given up by the deadline of an earlier sale', () => {
    given(a.ready(), a.ready(a.facts, TUESDAY)).when(a.giveUp()).then();
  });
  it.each<[string, readonly PickupEvent[]]>([
    ['absent', []],
    ['collected', [a.ready(), a.issued(), a.collected]],
    ['uncollected', [a.ready(), a.uncollected]],
    ['returned', [a.ready(), a.returned()]],
  ])('is not given up when it is %s', (_status, history) => {
    given(...history)
      .when(a.giveUp())
      .then();
  });
  it('is still collected after its time as long as nobody gave it up', () => {
    given(a.ready(), a.issued())
      .when(a.handOver('right', a.collectBy))
      .then({ ...a.collected, at: a.collectBy });
  });

  it('goes back to stock when its sale is reversed', () => {
    given(a.ready()).when(a.returnToStock()).then(a.returned());
    given(a.ready(), a.uncollected).when(a.returnToStock()).then(a.returned());
    given(a.ready(), a.returned()).when(a.returnToStock()).then();
  });
  it('is not stock again once it was handed over', () => {
    given(a.ready(), a.issued(), a.collected).when(a.returnToStock()).thenRefused({ code: 'collected-before-reversal' });
  });
  it('never begins when the reversal overtook its sale', () => {
    given().when(a.returnToStock()).then(a.returned());
    given(a.returned()).when(a.makeReady()).then();
  });
});

describe('a pick-up code', () => {
  it('opens the counter once', () => {
    given(a.ready()).when(a.issueCode()).then(a.issued());
    given(a.ready(), a.issued()).when(a.handOver()).then(a.collected);
    given(a.ready(), a.issued(), a.collected).when(a.handOver()).thenRefused({ code: 'pickup-not-ready', currentStatus: 'COLLECTED' });
  });
  it.each<[PickupEvent[], 'ABSENT' | 'COLLECTED' | 'UNCOLLECTED' | 'RETURNED_TO_STOCK']>([
    [[], 'ABSENT'],
    [[a.ready(), a.issued(), a.collected], 'COLLECTED'],
    [[a.ready(), a.uncollected], 'UNCOLLECTED'],
    [[a.ready(), a.returned()], 'RETURNED_TO_STOCK'],
  ])('is neither issued nor taken when nothing waits', (history, currentStatus) => {
    given(...history)
      .when(a.issueCode())
      .thenRefused({ code: 'pickup-not-ready', currentStatus });
    given(...history)
      .when(a.handOver())
      .thenRefused({ code: 'pickup-not-ready', currentStatus });
  });
  it('must be issued before it is typed', () => {
    given(a.ready()).when(a.handOver()).thenRefused({ code: 'pickup-code-not-issued' });
  });
  it('dies with the next one', () => {
    given(a.ready(), a.issued('old'), a.issued('new')).when(a.handOver('old')).then(a.mismatched);
    given(a.ready(), a.issued('old'), a.issued('new')).when(a.handOver('new')).then(a.collected);
  });
  it('is locked after as many wrong ones as the region allows, also for the right one', () => {
    const twice = [a.ready(), a.issued(), a.mismatched, a.mismatched] as const;
    given(...twice)
      .when(a.handOver())
      .then(a.collected);
    given(...twice)
      .when(a.handOver('wrong'))
      .then(a.mismatched);
    given(...twice, a.mismatched)
      .when(a.handOver())
      .thenRefused({ code: 'pickup-code-locked' });
  });
  it('has all its attempts again when it is new', () => {
    const locked = [a.ready(), a.issued('old'), a.mismatched, a.mismatched, a.mismatched] as const;
    given(...locked, a.issued('new'))
      .when(a.handOver('wrong'))
      .then(a.mismatched);
    given(...locked, a.issued('new'))
      .when(a.handOver('new'))
      .then(a.collected);
  });
  it('is not issued for ever', () => {
    given(a.ready(), a.issued()).when(a.issueCode()).then(a.issued());
    given(a.ready(), a.issued(), a.issued()).when(a.issueCode()).thenRefused({ code: 'pickup-codes-exhausted' });
    given(a.ready(), a.issued(), a.issued(), a.uncollected, a.ready()).when(a.issueCode()).thenRefused({ code: 'pickup-codes-exhausted' });
  });
});
