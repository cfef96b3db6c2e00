import { readBearer } from '../../../functions/partners/domain/key-text.ts';
import { demoDesignation } from '../../../infra/local/sandbox/cast.ts';
import { instant } from '../../../shared/kernel/time.ts';
import { hold } from '../law/violation.ts';
import type { Reply, Request } from '../world/edge.ts';
import type { Region } from '../world/region.ts';
import type { Signer } from '../world/signer.ts';
import { CATALOGUE, DRUG_CODES, doctor, licenceOf, RECALLED_LOT, type ToldAgency } from '../world/template.ts';
import { ask } from './ask.ts';
import type { Offices, Play } from './play.ts';

/** What an office does to the region while people go on, and how it is put right; what is done for good has no `undo`. */
interface Measure {
  readonly name: string;
  readonly act: Request;
  readonly undo?: Request;
  /** Called when it was answered that it is done. */
  readonly whenDone?: () => void;
  /** Called before it is put right. */
  readonly beforeUndo?: () => void;
  readonly whenUndone?: (body: Reply['body']) => void;
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
  return {
    name: `agency ${agencyId}`,
    act: step('suspend'),
    undo: step('resume'),
    whenDone: () => region.keyring.suspend(agencyId),
    beforeUndo: () => region.keyring.resume(agencyId),
  };
};

/** A key that got out is revoked; its agency gets another. */
const key = (region: Region, asker: ToldAgency): Measure => {
  const { keyring } = region;
  const { agencyId } = asker;
  const apiKey = keyring.keyOf(asker);
  const keyId = readBearer(`Bearer ${apiKey}`)?.keyId ?? '';
  const revoke = { method: 'DELETE', route: '/v1/agencies/{agencyId}/keys/{keyId}', params: { agencyId, keyId } } as const;
  const issue = { method: 'POST', route: '/v1/agencies/{agencyId}/keys', params: { agencyId } } as const;
  return {
    name: `key ${agencyId}`,
    act: asPlatform(region, revoke),
    undo: asPlatform(region, issue, {}),
    whenDone: () => keyring.revoke({ agencyId, apiKey }),
    whenUndone: (body) => keyring.renew(agencyId, String(body['apiKey'])),
  };
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
  const drug = CATALOGUE.find(({ drugCode }) => drugCode === code);
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
  const { cast, misfortune, clock, books } = region;
  const chance = misfortune.of('offices');
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
          key(region, pharmacy),
          ...Array.from({ length: DESIGNATION_WEIGHT }, () => designation(region, pharmacy.agencyId)),
          licence(region, pharmacy.agencyId, chance.oneOf(pharmacy.staff) ?? pharmacy.staff[0], clock.now()),
        ]),
    key(region, cast.hospital),
    licence(region, cast.hospital.agencyId, doctor, chance.happens(0.8) ? clock.now() : LONG_BEFORE),
    ...(code === undefined ? [] : catalogue(region, code)),
  ];
};

/** How often an office that did something puts it right, before it does something else. */
const PUTS_RIGHT = 0.75;

/** The region's offices at work. Each matter is in one pair of hands at a time. */
export const createOffices = (): Offices => {
  const inForce = new Map<string, Measure>();
  const inHand = new Set<string>();

  const alone = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    if (inHand.has(name)) return;
    inHand.add(name);
    try {
      await work();
    } finally {
      inHand.delete(name);
    }
  };
  const putRight = async (play: Play, name: string): Promise<number> => {
    const { undo, beforeUndo, whenUndone } = inForce.get(name) ?? {};
    if (undo === undefined) return 0;
    beforeUndo?.();
    const { status, body } = await ask(play, undo);
    if (status >= 300 || play.region.saboteur.isDead()) return status;
    inForce.delete(name);
    whenUndone?.(body);
    return status;
  };
  const take = async (play: Play, measure: Measure): Promise<void> => {
    const { tally, saboteur } = play.region;
    tally.count(`office ${measure.name.split(' ')[0]}`);
    // In force from now on, also when its answer never comes.
    if (measure.undo !== undefined) inForce.set(measure.name, measure);
    const { status } = await ask(play, measure.act);
    if (status < 300 && !saboteur.isDead()) measure.whenDone?.();
  };

  return {
    act: async (play: Play): Promise<void> => {
      const chance = play.region.misfortune.of('offices');
      const name = chance.oneOf([...inForce.keys()]);
      if (name !== undefined && chance.happens(PUTS_RIGHT)) return alone(name, () => putRight(play, name));
      const measure = chance.oneOf(measuresFor(play));
      if (measure !== undefined) await alone(measure.name, () => take(play, measure));
    },
    close: async (play: Play): Promise<void> => {
      // Agencies come first: one that is suspended gets no key.
      for (const name of [...inForce.keys()].sort()) {
        const status = await putRight(play, name);
        hold('office', status < 300, () => `${name} cannot be put right: ${status}`);
      }
    },
  };
};
