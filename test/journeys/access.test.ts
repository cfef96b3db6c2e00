import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Role } from '../../events/vocabulary/roles.ts';
import { fillIn, type Names } from '../../infra/contract/placeholders.ts';
import { createClient } from '../../infra/local/sandbox/client.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import type { Route } from '../../shared/kernel/route.ts';
import { rowsOf } from '../support/sinks.ts';
import { createWholeRegion, type WholeRegion } from '../support/whole-region.ts';
import type { CallAnswer } from '../support/world.ts';

const routes = contexts.flatMap((context) => context.routes);

/** Who sees what is another's, by law or by office. Everything that is not here is its owner's alone; a new route begins so. */
const SEEN_BY_OTHERS: Readonly<Record<string, readonly Role[]>> = {
  readPharmacy: Role.options,
  readDrug: Role.options,
  readPrescription: ['platform'],
  readTimeline: ['platform', 'regulator'],
  erasePatient: ['platform'],
  readAgency: ['platform'],
  renameAgency: ['platform'],
  suspendAgency: ['platform'],
  resumeAgency: ['platform'],
  putPractitioner: ['platform'],
  listPractitioners: ['platform'],
  issueKey: ['platform'],
  listKeys: ['platform'],
  rotateKey: ['platform'],
  revokeKey: ['platform'],
  changePharmacy: ['platform'],
  designatePharmacy: ['platform'],
  recallLot: ['platform'],
  delistDrug: ['platform'],
};
/** Ids of the right shape that nobody ever got. */
const unknown: Names = {
  prescriptionId: 'rx_4bVJcQ0yTn2mW8sKxE1aLdPz',
  offerId: 'ofr_4bVJcQ0yTn2mW8sKxE1aLdPz01099',
  hospitalId: 'ag_hospital0000000000000001',
  pharmacyId: 'ag_pharmacy0000000000000001',
  agencyId: 'ag_pharmacy0000000000000001',
  patientToken: 'pt_8fN3kQw2ZrT6yUb1XcVm5LhJ',
  drugCode: 'JN-XY-9999',
  endpointId: 'whe_5LhJ8fN3kQw2ZrT6yUb1XcVm',
  keyId: 'key_9sVb4nXc1eLdYh7tRw2kPzQm',
};

let region: WholeRegion;
interface Party {
  readonly apiKey: string;
  readonly agencyId: string;
}
/** Of each role one agency that has a part in what is asked for, and one that has none. */
const owners = new Map<Role, Party & { readonly endpointId: string }>();
const strangers = new Map<Role, Party>();
const keyOf = (parties: ReadonlyMap<Role, Party>, role: Role): string => parties.get(role)?.apiKey ?? '';
let own: Names;

beforeAll(async () => {
  region = await createWholeRegion();
  const { world, cast, platformKey } = region;
  const held = await region.approved('ACCESS-1');
  await held.counter('POST', 'dispense', held.sale);
  await world.settle();
  const { pharmacy } = held;
  for (const role of Role.options) strangers.set(role, await region.addPartner(role));
  const parties = new Map<Role, Party>([
    ['hospital', cast.hospital],
    ['pharmacy', pharmacy],
    ['patient-app', cast.patientApp],
  ]);
  for (const role of Role.options) {
    const { apiKey, agencyId } = parties.get(role) ?? (await region.addPartner(role));
    const body = { url: 'https://hooks.example.com/own' };
    const { endpointId } = await createClient(world.baseUrl, apiKey).must('POST', '/v1/webhook-endpoints', { body });
    owners.set(role, { apiKey, agencyId, endpointId: String(endpointId) });
  }
  const [pharmacist, dispenser] = pharmacy.pharmacists.map(({ practitionerId }) => practitionerId);
  const { keyId } = await createClient(world.baseUrl, platformKey).must('POST', `/v1/agencies/${pharmacy.agencyId}/keys`, { body: {} });
  await world.settle();
  own = {
    ...unknown,
    prescriptionId: held.prescriptionId,
    offerId: held.offerId,
    patientToken: held.patientToken,
    claimSecret: held.claimSecret,
    hospitalId: cast.hospital.agencyId,
    pharmacyId: pharmacy.agencyId,
    agencyId: pharmacy.agencyId,
    endpointId: pharmacy.endpointId,
    keyId: String(keyId),
    drugCode: 'JN-XY-0001',
    doctorId: cast.hospital.doctors[0]?.practitionerId ?? '',
    hospitalPharmacistId: cast.hospital.pharmacists[0]?.practitionerId ?? '',
    pharmacistId: pharmacist ?? '',
    dispenserId: dispenser ?? '',
  };
}, 30_000);
afterAll(() => region.world.close());

const rolesOf = ({ access }: Route): readonly string[] => (typeof access === 'string' ? Role.options : access);
/** A patient app names its patient wherever the query takes one. */
const queryOf = ({ query }: Route, example: Route['example'], { patientToken = '' }: Names): Readonly<Record<string, string>> => {
  const named = { ...example.query, patientToken };
  const read = query?.safeParse(named);
  const isTaken = read?.success === true && Object.hasOwn(Object(read.data), 'patientToken');
  return isTaken ? named : (example.query ?? {});
};
const send = async (
  route: Route,
  as: string | undefined,
  names: Names,
  headers: Readonly<Record<string, string>> = {},
): Promise<CallAnswer> => {
  const example: Route['example'] = JSON.parse(JSON.stringify(fillIn(route.example, names)));
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => example.params?.[name] ?? `no-${name}`);
  const query = new URLSearchParams(queryOf(route, example, names)).toString();
  return region.world.call(route.method, query === '' ? path : `${path}?${query}`, {
    ...(as === undefined ? {} : { as }),
    ...(route.body === undefined ? {} : { body: example.body ?? {} }),
    headers: { ...example.headers, ...headers },
  });
};
/** The same things, as an agency of this role has them. */
const ownOf = (role: Role): Names => {
  const { agencyId = '', endpointId = '' } = owners.get(role) ?? {};
  return { ...own, hospitalId: agencyId, pharmacyId: agencyId, agencyId, endpointId };
};
/** What a caller could compare: all but the request's own id and its moment. */
const shownBy = ({ status, headers, body }: CallAnswer) => {
  const { date: _, ...told } = Object.fromEntries(headers);
  // As JSON or as FHIR, an answer names its own request.
  return { status, headers: told, body: JSON.stringify(body).replaceAll(/req[_-][\w-]+/g, 'this request') };
};
const isSeenBy = (route: Route, role: Role): boolean => SEEN_BY_OTHERS[route.operationId]?.includes(role) ?? false;
/** Asks for a thing by its id: of the caller, of another, of nobody. */
const asksForOne = ({ path }: Route): boolean => path.includes('{');

const cells = routes.flatMap((route) => Role.options.map((role) => ({ operation: `${route.method} ${route.path}`, role, route })));
const allowed = cells.filter(({ route, role }) => rolesOf(route).includes(role));
const closed = allowed.filter(({ route, role }) => asksForOne(route) && !isSeenBy(route, role));

describe('without a key', () => {
  it.each(routes.map((route) => ({ operation: `${route.method} ${route.path}`, route })))('$operation is closed', async ({ route }) => {
    const before = rowsOf(region.world);
    for (const as of [undefined, '', 'nonsense', `${region.platformKey}x`]) {
      const answer = await send(route, as, own);
      expect(answer).toMatchObject(route.access === 'anyone' ? {} : { status: 401, body: { code: 'unauthorized' } });
    }
    expect(rowsOf(region.world)).toEqual(before);
  });
});

describe('with a key of the wrong role', () => {
  it.each(cells.filter(({ route, role }) => !rolesOf(route).includes(role)))(
    '$operation is forbidden to a $role',
    async ({ route, role }) => {
      const before = rowsOf(region.world);
      const [known, none] = [await send(route, keyOf(strangers, role), own), await send(route, keyOf(strangers, role), unknown)];
      expect(known).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(shownBy(known)).toEqual(shownBy(none));
      expect(rowsOf(region.world)).toEqual(before);
    },
  );
});

/** Ways to ask that might be answered before it is known whose it is. */
const WAYS: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'if-match': '"7"' },
  { 'if-none-match': '*', accept: 'application/fhir+json, */*;q=0.1' },
];

describe('what is another’s', () => {
  it.each(closed)('$operation shows a $role no more of it than of what was never there', async ({ route, role }) => {
    const before = rowsOf(region.world);
    // A patient app acts for whom it names: another patient's is another's.
    const names = role === 'patient-app' ? { ...own, patientToken: unknown['patientToken'] ?? '' } : own;
    for (const way of WAYS) {
      const [others, none] = [
        await send(route, keyOf(strangers, role), names, way),
        await send(route, keyOf(strangers, role), unknown, way),
      ];
      expect(others.status).toBe(404);
      expect(others.text).toContain('"not-found"');
      expect(shownBy(others)).toEqual(shownBy(none));
    }
    expect(rowsOf(region.world)).toEqual(before);
  });

  it.each(allowed.filter(({ route, role }) => !asksForOne(route) && route.method === 'GET' && role !== 'platform'))(
    '$operation lists nothing of it to a $role',
    async ({ route, role }) => {
      const { text } = await send(route, keyOf(strangers, role), { ...own, patientToken: unknown['patientToken'] ?? '' });
      for (const name of ['prescriptionId', 'offerId', 'patientToken', 'endpointId', 'keyId']) expect(text).not.toContain(own[name]);
    },
  );
});

/** What is read first is there to be read; what is deleted is deleted last. */
const ORDER = ['GET', 'PUT', 'POST', 'DELETE'];
const inOrder = (some: typeof cells) =>
  some.toSorted((left, right) => ORDER.indexOf(left.route.method) - ORDER.indexOf(right.route.method));
const expectOpen = ({ status, body }: CallAnswer) => {
  expect(['unauthorized', 'forbidden', 'not-found', 'internal-error']).not.toContain(body?.code);
  expect(status).toBeLessThan(500);
};

describe('what is one’s own', () => {
  it.each(inOrder(closed))('$operation is there for a $role', async ({ route, role }) => {
    expectOpen(await send(route, keyOf(owners, role), ownOf(role)));
  });
});

describe('what is everybody’s, or an office’s', () => {
  const seen = Object.entries(SEEN_BY_OTHERS).flatMap(([operationId, roles]) => roles.map((role) => `${operationId} ${role}`));

  it('is named here only where the manifests have it', () => {
    const known = allowed.filter(({ route }) => asksForOne(route)).map(({ route, role }) => `${route.operationId} ${role}`);
    expect(seen.filter((pair) => !known.includes(pair))).toEqual([]);
  });
  it.each(inOrder(allowed.filter(({ route, role }) => isSeenBy(route, role))))(
    '$operation is there for a $role that has no part in it',
    async ({ route, role }) => {
      expectOpen(await send(route, keyOf(strangers, role), own));
    },
  );
});
