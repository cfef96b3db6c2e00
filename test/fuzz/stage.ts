import { Role } from '../../events/vocabulary/roles.ts';
import type { Names } from '../../infra/contract/placeholders.ts';
import { sampleNames } from '../../infra/contract/sample-names.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import { createContract } from '../support/contract.ts';
import { createWholeRegion } from '../support/whole-region.ts';
import { type Reached, statesOf } from './states.ts';

/** What one request may be about, and the keys of those who take part in it, by role. */
export interface Things {
  readonly names: Names;
  readonly keys: ReadonlyMap<string, string>;
  readonly ready: Reached['ready'];
}

/** Things of earlier growths that are still asked for: they have gone through much by then. */
const THINGS_KEPT = 33;
/** Operations that take from everybody what every prescription here needs; they take something else instead, or nothing would go on. */
const WITHDRAWING = ['delistDrug', 'recallLot'];
const SPARE_DRUG = 'JN-XY-0009';
/** One caller asks for everything here, as fast as it goes. */
const NO_LIMIT = { perSecond: 1_000_000, burst: 1_000_000 };

/** A region with prescriptions in every state, behind HTTP; nothing moves in it but what a request moves, until it is told to. */
export const createStage = async () => {
  const region = await createWholeRegion({ limits: { agency: NO_LIMIT } });
  const { world, cast, platformKey } = region;
  const strangers = new Map<string, string>();
  for (const role of Role.options) strangers.set(role, (await region.addPartner(role)).apiKey);
  const states = Object.values(statesOf(region));
  const things: Things[] = [];
  let grown = 0;

  const thingsOf = ({ names, pharmacy, apiKey, ready }: Reached): Things => {
    const [pharmacistId = '', dispenserId = ''] = pharmacy?.pharmacists.map(({ practitionerId }) => practitionerId) ?? [];
    const parties: readonly (readonly [string, string])[] = [
      ...(apiKey === undefined ? strangers : Role.options.map((role) => [role, apiKey] as const)),
      ...(apiKey === undefined
        ? ([
            ['hospital', cast.hospital.apiKey],
            ['patient-app', cast.patientApp.apiKey],
          ] as const)
        : []),
      ...(pharmacy === undefined ? [] : [['pharmacy', pharmacy.apiKey] as const]),
      ['platform', platformKey],
    ];
    const people = {
      doctorId: cast.hospital.doctors[0]?.practitionerId ?? '',
      hospitalPharmacistId: cast.hospital.pharmacists[0]?.practitionerId ?? '',
      pharmacistId,
      dispenserId,
    };
    const hospitalId = cast.hospital.agencyId;
    const pharmacyId = pharmacy?.agencyId ?? cast.pharmacies[0]?.agencyId ?? '';
    return {
      names: { ...sampleNames, ...people, hospitalId, pharmacyId, drugCode: 'JN-XY-0001', ...names },
      keys: new Map(parties),
      ready,
    };
  };

  return {
    world,
    contract: createContract(contexts),
    strangers,
    /** Things for an operation: mostly those that are ready for it, when there are any. */
    things: (nth: number, operationId: string): Things => {
      const ready = things.filter((one) => operationId in one.ready);
      const some = ready.length > 0 && nth % 4 !== 0 ? ready : things;
      const one = some[nth % some.length] ?? { names: {}, keys: strangers, ready: {} };
      return WITHDRAWING.includes(operationId) ? { ...one, names: { ...one.names, drugCode: SPARE_DRUG } } : one;
    },
    /** New things, one in each state; the oldest are forgotten. Time goes on meanwhile, and everything comes to rest. */
    grow: async (): Promise<void> => {
      grown += 1;
      let prescriptions = 0;
      await world.pass(MINUTE_MS);
      for (const [index, reach] of states.entries()) {
        const reached = await reach(`FUZZ-${grown * states.length + index}`).catch(() => undefined);
        await world.settle();
        // Everybody's stock may be gone by then, or a price above the cap: what was there before is asked for on.
        if (reached === undefined) continue;
        things.push(thingsOf(reached));
        if (reached.names['prescriptionId'] !== undefined) prescriptions += 1;
      }
      if (prescriptions === 0) throw new Error('no prescription grows any more: whatever is asked from now on is asked of ruins');
      world.outgoing.length = 0;
      things.splice(0, Math.max(0, things.length - THINGS_KEPT));
    },
    close: () => world.close(),
  };
};
export type Stage = Awaited<ReturnType<typeof createStage>>;
