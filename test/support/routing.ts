import type { Drug, Pharmacy, StockLevel } from '../../events/directory.ts';
import { AgencyId, PatientToken, PrescriptionId } from '../../events/vocabulary/ids.ts';
import type { RoutingCommand, RoutingRefusal, StartRouting } from '../../functions/routing/domain/commands.ts';
import { decide } from '../../functions/routing/domain/decide.ts';
import { RoutingEvent } from '../../functions/routing/domain/events.ts';
import { evolve } from '../../functions/routing/domain/evolve.ts';
import type { Demand, RoutingFacts } from '../../functions/routing/domain/facts.ts';
import { offerIdOf } from '../../functions/routing/domain/offer-id.ts';
import { type RoutingRules, usualRules } from '../../functions/routing/domain/policy.ts';
import type { Routing } from '../../functions/routing/domain/routing.ts';
import { addMs, DAY_MS, type Instant, instant } from '../../shared/kernel/time.ts';
import { specificationOf } from './given.ts';
import { MONDAY } from './virtual-clock.ts';

export const PRESCRIPTION = PrescriptionId.parse('rx_4bVJcQ0yTn2mW8sKxE1aLdPz');
export const PATIENT = PatientToken.parse('pt_8fN3kQw2ZrT6yUb1XcVm5LhJ');
export const HOSPITAL = AgencyId.parse('ag_hospital0000000000000001');
export const AMLODIPINE = 'XC08CAA001A001010100001';
export const NEAR = { latitude: 36.67, longitude: 117.02 };

export const pharmacyIdOf = (number: number): AgencyId => AgencyId.parse(`ag_pharmacy${number}`);
export const offer = (number: number) => offerIdOf(PRESCRIPTION, 1, number);

export const allWeek = (opens: string, closes: string): Pharmacy['hours'] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens, closes }));

/** Designated, licensed for plain western drugs, open from 08:00 to 20:00, at the patient's place. */
export const pharmacy = (number: number, over: Partial<Pharmacy> = {}): Pharmacy => ({
  pharmacyId: pharmacyIdOf(number),
  name: `药店${number}`,
  address: `历下区${number}号`,
  place: NEAR,
  hours: allWeek('08:00', '20:00'),
  services: ['pickup'],
  licence: {
    number: `鲁CB531${number}`,
    kinds: ['western'],
    classes: ['ordinary'],
    validFrom: instant('2024-01-01T00:00:00Z'),
    validUntil: instant('2029-01-01T00:00:00Z'),
  },
  designation: { from: instant('2025-01-01T00:00:00Z'), until: instant('2027-01-01T00:00:00Z') },
  ...over,
});

export const drug = (over: Partial<Drug> = {}): Drug => ({
  drugCode: AMLODIPINE,
  genericName: '苯磺酸氨氯地平片',
  englishName: 'Amlodipine besilate tablets',
  form: '片剂',
  specification: '5mg*28',
  unit: '盒',
  kind: 'western',
  controlClass: 'ordinary',
  listClass: 'A',
  storage: 'ambient',
  isAntimicrobial: false,
  isRestrictedUse: false,
  priceCapFen: 10_000,
  ...over,
});

export const stock = (number: number, over: Partial<StockLevel> = {}): StockLevel => ({
  pharmacyId: pharmacyIdOf(number),
  drugCode: AMLODIPINE,
  quantity: 10,
  unitPriceFen: 1_000,
  asOf: MONDAY,
  ...over,
});

/** `count` pharmacies, equal but for their price: the first is the cheapest. */
export const factsOf = (count: number, over: Partial<RoutingFacts> = {}, rules: Partial<RoutingRules> = {}): RoutingFacts => {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return {
    pharmacies: numbers.map((number) => pharmacy(number)),
    drugs: [drug()],
    suspended: [],
    stock: numbers.map((number) => stock(number, { unitPriceFen: 1_000 + number })),
    policy: { version: 'routing-test', from: instant('2026-01-01T00:00:00Z'), rules: { ...usualRules, ...rules } },
    ...over,
  };
};

export const demand = (over: Partial<Demand> = {}): Demand => ({
  routingId: `${PRESCRIPTION}.1`,
  at: MONDAY,
  lines: [{ drugCode: AMLODIPINE, quantity: 2 }],
  wish: { by: 'cheapest', wantsDecoction: false },
  barred: [],
  ...over,
});

export const startRouting = (facts: RoutingFacts, over: Partial<StartRouting> = {}): StartRouting => ({
  type: 'StartRouting',
  at: MONDAY,
  facts,
  prescriptionId: PRESCRIPTION,
  fill: 1,
  hospitalId: HOSPITAL,
  patientToken: PATIENT,
  validUntil: addMs(MONDAY, 3 * DAY_MS),
  lines: [{ drugCode: AMLODIPINE, quantity: 2 }],
  said: { by: 'cheapest' },
  ...over,
});

const absent: Routing = { status: 'ABSENT' };
export const given = specificationOf<Routing, RoutingCommand, RoutingEvent, RoutingRefusal>({
  initial: absent,
  decide,
  evolve,
  event: RoutingEvent,
});

/** Runs commands one after another; a refused one changes nothing. */
export const stateAfter = (...commands: readonly RoutingCommand[]): Routing => commands.reduce(next, absent);
export const next = (state: Routing, command: RoutingCommand): Routing => {
  const decision = decide(state, command);
  return decision.ok ? decision.value.reduce(evolve, state) : state;
};
export const later = (ms: number): Instant => addMs(MONDAY, ms);
