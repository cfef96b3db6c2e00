import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Role } from '../../events/vocabulary/roles.ts';
import { seedCatalogue } from '../../functions/directory/seed.ts';
import { createAuthorizer } from '../../functions/partners/authorizer.ts';
import { bootstrapPlatform } from '../../functions/partners/bootstrap.ts';
import { schemaOf } from '../../infra/contract/json-schema.ts';
import { fillIn, type Names } from '../../infra/contract/placeholders.ts';
import { sampleNames } from '../../infra/contract/sample-names.ts';
import { playJourney } from '../../infra/local/sandbox/journey.ts';
import { completeSubmissionOf } from '../../infra/local/sandbox/prescription.ts';
import type { WebhookReceivers } from '../../infra/local/sandbox/receiver.ts';
import { type DemoCast, setUpCast } from '../../infra/local/sandbox/setup.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import type { Route } from '../../shared/kernel/route.ts';
import { at, createAjv, createContract } from '../support/contract.ts';
import { addPartner } from '../support/partners.ts';
import { createWorld, type World } from '../support/world.ts';

const routes = contexts.flatMap((context) => context.routes.map((route) => ({ name: `${route.method} ${route.path}`, route })));
const document = createContract(contexts).document;

describe('the OpenAPI document', () => {
  it('names every operation once', () => {
    const ids = routes.map(({ route }) => route.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const written = Object.values(at(document, 'paths') ?? {}).flatMap((methods) => Object.values(methods));
    expect(written.map((operation) => at(operation, 'operationId')).sort()).toEqual(ids.sort());
  });

  it('holds only schemas of JSON Schema 2020-12, and references that lead somewhere', () => {
    const ajv = createAjv();
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
    expect(refs.filter((path) => at(document, ...path.split('/')) === undefined)).toEqual([]);
    for (const { route } of routes) {
      for (const schema of [route.params, route.query, route.headers, route.body, route.success.body]) {
        if (schema !== undefined) expect(ajv.validateSchema(schemaOf(schema)), route.operationId).toBe(true);
      }
    }
  });

  it.each(routes)('has an example for $name that its own schemas take', ({ route }) => {
    const { params, query, headers, body, example } = route;
    const parts = [
      [params, example.params],
      [query, example.query],
      [headers, example.headers],
      [body, example.body],
    ] as const;
    for (const [schema, part] of parts) {
      if (schema === undefined) continue;
      const filled = fillIn(part ?? {}, sampleNames);
      expect(JSON.stringify(filled)).not.toContain('{{');
      // In an address everything is text; the schema says what the text is read as.
      const fits = createAjv({ coerceTypes: part === example.query }).compile(schemaOf(schema));
      expect(fits(filled), JSON.stringify(fits.errors)).toBe(true);
    }
  });
});

describe('every operation, on a running region', () => {
  let world: World;
  let pump: NodeJS.Timeout;
  let cast: DemoCast;
  let names: Names;
  const keys = new Map<string, string>();
  const contract = createContract(contexts);

  /** Receivers without a network: the region's outgoing requests are what they got. */
  const receivers: WebhookReceivers = {
    url: (receiver) => `https://hooks.example.com/${receiver}`,
    trust: () => undefined,
    waitFor: async (type, prescriptionId) => {
      await world.settle();
      const found = world.outgoing
        .map(({ url, body }) => ({ receiver: url.split('/').at(-1) ?? '', payload: JSON.parse(body) }))
        .find(({ payload }) => payload.type === type && payload.data.prescriptionId === prescriptionId);
      if (found === undefined) throw new Error(`nobody was told of ${type}`);
      return { receiver: found.receiver, id: found.payload.id, type, data: found.payload.data, receivedAt: 0 };
    },
    counts: { received: 0, repeated: 0, forged: 0 },
    close: () => undefined,
  };

  beforeAll(async () => {
    world = await createWorld({
      contexts,
      policies: jinan.policies,
      authorize: ({ runtime, apis }) => {
        contract.watch(apis);
        return createAuthorizer(runtime);
      },
    });
    let isSettling = false;
    pump = setInterval(async () => {
      if (isSettling) return;
      isSettling = true;
      await world.settle();
      isSettling = false;
    }, 5);
    const { apiKey: platformKey } = await bootstrapPlatform(world.engine.runtime);
    await seedCatalogue(world.engine.runtime);
    await world.settle();
    cast = await setUpCast(world.baseUrl, platformKey, receivers);
    await world.settle();
    keys.set('platform', platformKey).set('hospital', cast.hospital.apiKey).set('patient-app', cast.patientApp.apiKey);
    for (const role of Role.options)
      if (!keys.has(role) && role !== 'pharmacy') keys.set(role, (await addPartner(world, platformKey, role)).apiKey);
    const spare = await addPartner(world, platformKey, 'pharmacy');
    names = { ...sampleNames, agencyId: spare.agencyId, keyId: spare.keyId, hospitalId: cast.hospital.agencyId };
  }, 60_000);
  afterAll(async () => {
    clearInterval(pump);
    await world.close();
  });

  const send = async (route: Route, role: string, things: Names): Promise<void> => {
    const example: Route['example'] = JSON.parse(JSON.stringify(fillIn(route.example, things)));
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => example.params?.[name] ?? `no-${name}`);
    const query = new URLSearchParams(example.query ?? {}).toString();
    const key = keys.get(role);
    const answer = await world.call(route.method, query === '' ? path : `${path}?${query}`, {
      ...(key === undefined ? {} : { as: key }),
      ...(route.body === undefined ? {} : { body: example.body ?? {} }),
      headers: example.headers ?? {},
    });
    const type = answer.headers.get('content-type') ?? '';
    contract.check(`${route.method} ${route.path}`, { statusCode: answer.status, headers: { 'content-type': type }, body: answer.text });
  };

  /** What cannot be undone comes last. */
  const inOrder = routes.toSorted((left, right) => Number(left.route.method === 'DELETE') - Number(right.route.method === 'DELETE'));
  const rolesOf = ({ access }: Route): readonly string[] => {
    if (access === 'anyone') return ['nobody'];
    return access === 'any-agency' ? Role.options : access;
  };

  it('keeps its word while a whole journey passes', async () => {
    const { prescriptionId, pharmacyId } = await playJourney({
      baseUrl: world.baseUrl,
      cast,
      receivers,
      number: 'JN-CONTRACT-1',
      prescribedAt: world.clock.now(),
    });
    const pharmacy = cast.pharmacies.find(({ agencyId }) => agencyId === pharmacyId);
    keys.set('pharmacy', pharmacy?.apiKey ?? '');
    const [, checker] = pharmacy?.pharmacists ?? [];
    names = {
      ...names,
      prescriptionId,
      pharmacyId,
      drugCode: 'JN-XY-0001',
      doctorId: cast.hospital.doctors[0]?.practitionerId ?? '',
      hospitalPharmacistId: cast.hospital.pharmacists[0]?.practitionerId ?? '',
      pharmacistId: pharmacy?.pharmacists[0]?.practitionerId ?? '',
      dispenserId: checker?.practitionerId ?? '',
      endpointId: pharmacy?.endpointId ?? '',
    };
    expect(contract.broken).toEqual([]);
  }, 60_000);

  it('keeps its word to every example, from every role, about a finished and about an open prescription', async () => {
    const body = completeSubmissionOf(cast.hospital, { number: 'JN-CONTRACT-2', prescribedAt: world.clock.now() });
    const open = await world.call('POST', '/v1/prescriptions', { as: keys.get('hospital') ?? '', body });
    await world.settle();
    const offer = await receivers.waitFor('offer.made.v1', open.body.prescriptionId);
    const patientToken = String(open.body.patientToken ?? sampleNames['patientToken']);
    const things = { ...names, patientToken, offerId: String(offer.data['offerId']) };
    for (const { route } of inOrder) for (const role of rolesOf(route)) await send(route, role, things);
    for (const { route } of inOrder)
      for (const role of rolesOf(route)) await send(route, role, { ...things, prescriptionId: open.body.prescriptionId });
    expect(contract.broken).toEqual([]);
  }, 60_000);

  it('keeps its word to strangers and to the wrong role', async () => {
    for (const { route } of routes) {
      await send(route, 'nobody', names);
      for (const role of Role.options.filter((candidate) => !rolesOf(route).includes(candidate)).slice(0, 1))
        await send(route, role, names);
    }
    expect(contract.broken).toEqual([]);
  }, 60_000);

  it('was seen to succeed, each one', () => {
    const successes = new Set(contract.seen.filter(({ status }) => status < 300).map(({ routeKey }) => routeKey));
    expect(routes.map(({ name }) => name).filter((name) => !successes.has(name))).toEqual([]);
  });
});
