import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AgencyId } from '../../../events/vocabulary/ids.ts';
import { evolve } from '../../../functions/directory/domain/evolve-pharmacy.ts';
import {
  decide,
  type Pharmacy,
  type PharmacyCommand,
  PharmacyEvent,
  type PharmacyFacts,
  type PharmacyRefusal,
} from '../../../functions/directory/domain/pharmacy.ts';
import { pharmacyRow } from '../../../functions/directory/domain/pharmacy-row.ts';
import { instant } from '../../../shared/kernel/time.ts';
import { specificationOf } from '../../support/given.ts';

const given = specificationOf<Pharmacy, PharmacyCommand, PharmacyEvent, PharmacyRefusal>({
  initial: { status: 'absent' },
  decide,
  evolve,
  event: PharmacyEvent,
});

const [y2025, y2026, y2027, y2028] = ['2025', '2026', '2027', '2028'].map((year) => instant(`${year}-01-01T00:00:00Z`));
const at = (time: typeof y2025) => time ?? instant('2000-01-01T00:00:00Z');

const facts = (over: Partial<PharmacyFacts> = {}): PharmacyFacts => ({
  name: '泉城大药房',
  address: '泺源大街 1 号',
  place: { latitude: 36.66, longitude: 117.02 },
  hours: [{ weekday: 1, opens: '08:00', closes: '21:00' }],
  services: ['pickup'],
  licence: { number: 'L1', kinds: ['western'], classes: ['ordinary'], validFrom: at(y2025), validUntil: at(y2028) },
  ...over,
});
const registered: PharmacyEvent = { type: 'PharmacyRegistered', facts: facts() };
const designated: PharmacyEvent = { type: 'PharmacyDesignated', from: at(y2026), until: at(y2028) };
const suspended: PharmacyEvent = { type: 'DesignationSuspended', at: at(y2027), reason: 'audit' };
const changeOwn = (change: Partial<PharmacyFacts>, changesMax = 2): PharmacyCommand => ({ type: 'ChangeOwnEntry', change, changesMax });
const closes = (time: string): PharmacyFacts['hours'] => [{ weekday: 1, opens: '08:00', closes: time }];

describe('a pharmacy', () => {
  it('is registered once', () => {
    given().when({ type: 'RegisterPharmacy', facts: facts() }).then(registered);
    given(registered).when({ type: 'RegisterPharmacy', facts: facts() }).thenRefused({ code: 'pharmacy-already-registered' });
  });
  it.each<PharmacyCommand>([
    { type: 'ChangePharmacy', change: {} },
    changeOwn({}),
    { type: 'Designate', from: at(y2026), until: at(y2027) },
    { type: 'SuspendDesignation', at: at(y2026), reason: 'r' },
  ])('that nobody registered refuses $type', (command) => {
    given().when(command).thenRefused({ code: 'not-found' });
  });
  it.each([
    { opens: '08:00', closes: '08:01', isRight: true },
    { opens: '08:00', closes: '08:00', isRight: false },
    { opens: '20:00', closes: '06:00', isRight: false },
  ])('open from $opens to $closes: $isRight', ({ isRight, ...times }) => {
    const wanted = facts({ hours: [{ weekday: 7, ...times }] });
    const decision = given().when({ type: 'RegisterPharmacy', facts: wanted });
    if (isRight) decision.then({ type: 'PharmacyRegistered', facts: wanted });
    else decision.thenRefused({ code: 'hours-invalid', errors: [{ pointer: '/body/hours/0', code: 'hours-invalid' }] });
  });
  it.each([
    { weekday: 1, opens: '12:00', isRight: true },
    { weekday: 1, opens: '11:59', isRight: false },
    { weekday: 2, opens: '11:59', isRight: true },
    { weekday: 1, opens: '06:00', closes: '08:00', isRight: true },
    { weekday: 1, opens: '06:00', closes: '08:01', isRight: false },
  ])('with a second opening on day $weekday from $opens until $closes: $isRight', ({ isRight, ...second }) => {
    const hours = [
      { weekday: 1, opens: '08:00', closes: '12:00' },
      { closes: '18:00', ...second },
    ];
    expect(given().when({ type: 'RegisterPharmacy', facts: facts({ hours }) }).decision.ok).toBe(isRight);
  });
  it.each([
    { validUntil: at(y2026), isRight: true },
    { validUntil: at(y2025), isRight: false },
  ])('with a licence from 2025 until $validUntil: $isRight', ({ validUntil, isRight }) => {
    const licence = { ...facts().licence, validUntil };
    const decision = given(registered).when({ type: 'ChangePharmacy', change: { licence } });
    if (isRight) decision.then({ type: 'PharmacyChanged', facts: facts({ licence }), by: 'platform' });
    else decision.thenRefused({ code: 'licence-dates-invalid' });
  });
});

describe('the pharmacy itself', () => {
  it('changes its hours, and the rest stays', () => {
    given(registered)
      .when(changeOwn({ hours: closes('20:00') }))
      .then({ type: 'PharmacyChanged', facts: facts({ hours: closes('20:00') }), by: 'pharmacy' });
  });
  it('may send the rest along as it is, in any order of members', () => {
    given(registered)
      .when(changeOwn({ ...facts(), place: { longitude: 117.02, latitude: 36.66 } }))
      .then();
  });
  it('may not move, rename or license itself', () => {
    const change = { name: 'x', place: { latitude: 36.67, longitude: 117.02 }, services: facts().services };
    given(registered)
      .when(changeOwn(change))
      .thenRefused({
        code: 'platform-only-field',
        errors: [
          { pointer: '/body/name', code: 'platform-only-field' },
          { pointer: '/body/place', code: 'platform-only-field' },
        ],
      });
  });
  it('may change its entry so often and no more; the platform still may', () => {
    const once: PharmacyEvent = { type: 'PharmacyChanged', facts: facts({ hours: closes('20:00') }), by: 'pharmacy' };
    const byPlatform: PharmacyEvent = { ...once, by: 'platform' };
    expect(given(registered, once, byPlatform).when(changeOwn({ hours: closes('19:00') })).decision.ok).toBe(true);
    given(registered, once, once)
      .when(changeOwn({ hours: closes('19:00') }))
      .thenRefused({ code: 'too-many-changes' });
    given(registered, once, once)
      .when(changeOwn({ hours: closes('20:00') }))
      .then();
    expect(given(registered, once, once).when({ type: 'ChangePharmacy', change: { hours: closes('19:00') } }).decision.ok).toBe(true);
  });
});

describe('a designation', () => {
  it('has a beginning before its end', () => {
    given(registered)
      .when({ type: 'Designate', from: at(y2026), until: at(y2028) })
      .then(designated);
    given(registered)
      .when({ type: 'Designate', from: at(y2026), until: at(y2026) })
      .thenRefused({ code: 'designation-dates-invalid' });
  });
  it('is made once for one term, and again for another', () => {
    given(registered, designated)
      .when({ type: 'Designate', from: at(y2026), until: at(y2028) })
      .then();
    given(registered, designated)
      .when({ type: 'Designate', from: at(y2026), until: at(y2027) })
      .then({ ...designated, until: at(y2027) });
    given(registered, designated)
      .when({ type: 'Designate', from: at(y2025), until: at(y2028) })
      .then({ ...designated, from: at(y2025) });
    given(registered, designated, suspended)
      .when({ type: 'Designate', from: at(y2026), until: at(y2028) })
      .then(designated);
  });
  it('can be suspended once, where there is one', () => {
    const suspend: PharmacyCommand = { type: 'SuspendDesignation', at: at(y2027), reason: 'audit' };
    given(registered).when(suspend).thenRefused({ code: 'not-designated' });
    given(registered, designated).when(suspend).then(suspended);
    given(registered, designated, suspended).when(suspend).then();
  });
  it.each([
    { why: 'never made', history: [], seen: undefined },
    { why: 'in force', history: [designated], seen: { from: at(y2026), until: at(y2028) } },
    { why: 'suspended', history: [designated, suspended], seen: { from: at(y2026), until: at(y2027) } },
    { why: 'suspended as it began', history: [designated, { ...suspended, at: at(y2026) }], seen: undefined },
    { why: 'suspended before it began', history: [designated, { ...suspended, at: at(y2025) }], seen: undefined },
    {
      why: 'suspended after its end',
      history: [designated, { ...suspended, at: instant('2030-01-01T00:00:00Z') }],
      seen: { from: at(y2026), until: at(y2028) },
    },
    { why: 'renewed', history: [designated, suspended, designated], seen: { from: at(y2026), until: at(y2028) } },
  ])('$why is published as $seen', ({ history, seen }) => {
    const { state } = given(registered, ...history);
    if (state.status === 'absent') throw new Error('registered');
    const pharmacyId = AgencyId.parse('ag_pharmacy1');
    expect(pharmacyRow(pharmacyId, state)).toStrictEqual({ pharmacyId, ...facts(), ...(seen === undefined ? {} : { designation: seen }) });
  });
  it('never counts more own changes than the region allows, whatever the order of commands', () => {
    const command = fc.constantFrom<PharmacyCommand>(
      { type: 'RegisterPharmacy', facts: facts() },
      { type: 'ChangePharmacy', change: { name: 'n' } },
      changeOwn({ services: [] }),
      changeOwn({ services: ['delivery'] }),
      { type: 'Designate', from: at(y2026), until: at(y2028) },
      { type: 'SuspendDesignation', at: at(y2027), reason: 'r' },
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        let state: Pharmacy = { status: 'absent' };
        for (const next of commands) {
          const decision = decide(state, next);
          if (decision.ok) state = decision.value.reduce(evolve, state);
        }
        expect(state.status === 'absent' || state.ownChanges <= 2).toBe(true);
      }),
    );
  });
});

describe('a history that no decision makes', () => {
  it.each([
    { history: [designated], message: 'PharmacyDesignated before PharmacyRegistered' },
    { history: [registered, suspended], message: 'DesignationSuspended without a designation' },
  ])('is not read: $message', ({ history, message }) => {
    expect(() => given(...history)).toThrow(message);
  });
  it('holds no facts and no wishes that were never declared', () => {
    expect(() => given(registered, { type: 'PharmacyBurnt' } as never)).toThrow('unreachable: PharmacyBurnt');
    expect(() => given(registered).when({ type: 'BurnPharmacy' } as never)).toThrow('unreachable: BurnPharmacy');
  });
});
