import { jinanDrugs } from '../../functions/directory/catalogue/jinan-drugs.ts';
import { demoDesignation } from '../../infra/local/sandbox/cast.ts';
import { instant } from '../../shared/kernel/time.ts';
import type { Request } from './edge.ts';
import { ask, type Offices, type Play } from './play.ts';
import type { Region } from './region.ts';
import type { Signer } from './signer.ts';
import { DRUG_CODES, doctor, licenceOf, RECALLED_LOT } from './template.ts';
import { hold } from './violation.ts';

/** What an office does to the region while people go on, and how it is put right; what is done for good has no `undo`. */
interface Measure {
  readonly name: string;
  readonly act: Request;
  readonly undo?: Request;
}

/** As good as before any signature of a history. */
const LONG_BEFORE = instant('2020-06-01T00:00:00Z');

/** Platform requests are sent in this order of their keys, so that each is its own command. */
const asPlatform = ({ cast: { platform }, tally }: Region, line: Pick<Request, 'method' | 'route' | 'params'>, body?: unknown): Request => {
  tally.count('office requests');
  const key = `office-${tally.counts['office requests']}`;
  return { ...line, agencyId: platform.agencyId, apiKey: platform.apiKey, key, ...(body === undefined ? {} : { body }) };
};

const suspension = (region: Region, agencyId: string): Measure => {
  const step = (name: 'suspend' | 'resume') =>
    asPlatform(region, { method: 'POST', route: `/v1/agencies/{agencyId}/${name}`, params: { agencyId } });
  return { name: `agency ${agencyId}`, act: step('suspend'), undo: step('resume') };
};

const designation = (region: Region, id: string): Measure => {
  const line = { method: 'POST', route: '/v1/pharmacies/{id}/designation', params: { id } } as const;
  const act = asPlatform(region, line, { action: 'suspend', reason: 'agreement suspended' });
  return { name: `designation ${id}`, act, undo: asPlatform(region, line, demoDesignation) };
};

const licence = (region: Region, agencyId: string, person: Signer, validUntil: string): Measure => {
  const { practitionerId } = person;
  const line = {
    method: 'PUT',
    route: '/v1/agencies/{agencyId}/practitioners/{practitionerId}',
    params: { agencyId, practitionerId },
  } as const;
  const { practitionerId: _named, ...body } = licenceOf(person === doctor ? 'doctor' : 'pharmacist', person);
  const lapsed = { ...body, licence: { ...body.licence, validUntil } };
  return { name: `licence ${agencyId} ${practitionerId}`, act: asPlatform(region, line, lapsed), undo: asPlatform(region, line, body) };
};

const catalogue = (region: Region, code: string): readonly Measure[] => {
  const drug = jinanDrugs.find(({ drugCode }) => drugCode === code);
  const list = (over: object = {}) => asPlatform(region, { method: 'POST', route: '/v1/drugs', params: {} }, { ...drug, ...over });
  const name = `drug ${code}`;
  const params = { code };
  return [
    { name, act: asPlatform(region, { method: 'DELETE', route: '/v1/drugs/{code}', params }), undo: list() },
    { name, act: list({ priceCapFen: 1 }), undo: list() },
    { name, act: list({ controlClass: 'narcotic' }), undo: list() },
    {
      name: `recall ${code}`,
      act: asPlatform(
        region,
        { method: 'POST', route: '/v1/drugs/{code}/recalls', params },
        { lotNumber: RECALLED_LOT, reason: 'impurity' },
      ),
    },
  ];
};

/** Beside the many things that may happen to a drug. */
const DESIGNATION_WEIGHT = 3;

const measuresFor = ({ region, cases }: Play): readonly Measure[] => {
  const { cast, chance, clock, books } = region;
  // What befalls a pharmacy that holds a fill matters most.
  const holders = cases.flatMap(({ prescriptionId }) => books.prescriptions.get(prescriptionId)?.claim?.pharmacyId ?? []);
  const holderId = chance.oneOf(holders);
  const pharmacy = cast.pharmacies.find(({ agencyId }) => agencyId === holderId) ?? chance.oneOf(cast.pharmacies);
  const code = chance.oneOf(DRUG_CODES);
  return [
    ...(pharmacy === undefined
      ? []
      : [
          suspension(region, pharmacy.agencyId),
          ...Array.from({ length: DESIGNATION_WEIGHT }, () => designation(region, pharmacy.agencyId)),
          licence(region, pharmacy.agencyId, chance.oneOf(pharmacy.staff) ?? pharmacy.staff[0], clock.now()),
        ]),
    licence(region, cast.hospital.agencyId, doctor, chance.happens(0.8) ? clock.now() : LONG_BEFORE),
    ...(code === undefined ? [] : catalogue(region, code)),
  ];
};

/** How often an office that did something puts it right, before it does something else. */
const PUTS_RIGHT = 0.75;

/** The region's offices at work; `undone` is what must be put right before the end. */
export const createOffices = (): Offices => {
  const inForce = new Map<string, Request>();

  const putRight = async (play: Play, name: string): Promise<number> => {
    const undo = inForce.get(name);
    if (undo === undefined) return 0;
    const { status } = await ask(play, undo);
    if (status < 300) inForce.delete(name);
    return status;
  };

  return {
    act: async (play: Play): Promise<void> => {
      const { chance, tally } = play.region;
      const name = chance.oneOf([...inForce.keys()]);
      if (name !== undefined && chance.happens(PUTS_RIGHT)) {
        await putRight(play, name);
        return;
      }
      const measure = chance.oneOf(measuresFor(play));
      if (measure === undefined) return;
      tally.count(`office ${measure.name.split(' ')[0]}`);
      // In force from now on, also when its answer never comes.
      if (measure.undo !== undefined) inForce.set(measure.name, measure.undo);
      await ask(play, measure.act);
    },
    close: async (play: Play): Promise<void> => {
      for (const name of [...inForce.keys()]) {
        const status = await putRight(play, name);
        hold('office', status < 300, () => `${name} cannot be put right: ${status}`);
      }
    },
  };
};
