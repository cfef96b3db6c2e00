import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Role } from '../../events/vocabulary/roles.ts';
import { seedCatalogue } from '../../functions/directory/seed.ts';
import { createAuthorizer } from '../../functions/partners/authorizer.ts';
import { bootstrapPlatform } from '../../functions/partners/bootstrap.ts';
import { schemaOf } from '../../infra/contract/json-schema.ts';
import { fillIn, type Names } from '../../infra/contract/placeholders.ts';
import { sampleNames } from '../../infra/contract/sample-names.ts';
import { createClient } from '../../infra/local/sandbox/client.ts';
import { playJourney } from '../../infra/local/sandbox/journey.ts';
import { completeSubmissionOf, dispenseOf, reviewOf, signaturesOf } from '../../infra/local/sandbox/prescription.ts';
import type { WebhookReceivers } from '../../infra/local/sandbox/receiver.ts';
import { type DemoCast, setUpCast } from '../../infra/local/sandbox/setup.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import type { Representation } from '../../shared/kernel/media-type.ts';
import type { Route } from '../../shared/kernel/route.ts';
import { at, createAjv, createContract } from '../support/contract.ts';
import { addPartner } from '../support/partners.ts';
import { receiversOf } from '../support/whole-region.ts';
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
      const forms = (route.representations ?? []).flatMap(({ body, reply }) => [body, reply]);
      for (const schema of [route.params, route.query, route.headers, route.body, route.success.body, ...forms]) {
        if (schema !== undefined) expect(ajv.validateSchema(schemaOf(schema)), route.operationId).toBe(true);
      }
    }
  });

  it.each(routes)('has an example for $name that its own schemas take', ({ route }) => {
    const { params, query, headers, body, example, representations = [] } = route;
    const parts = [
      [params, example.params],
      [query, example.query],
      [headers, example.headers],
      [body, example.body],
      ...representations.map((form) => [form.body, form.example] as const),
    ] as const;
    // A route without any part has nothing to show.
    expect(parts.some(([schema]) => schema !== undefined) || Object.keys(example).length === 0).toBe(true);
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
  let settling: Promise<void> | undefined;
  let cast: DemoCast;
  let names: Names;
  const keys = new Map<string, string>();
  const contract = createContract(contexts);

  let receivers: WebhookReceivers;

  beforeAll(async () => {
    world = await createWorld({
      contexts,
      policies: jinan.policies,
      authorize: ({ runtime, apis }) => {
        contract.watch(apis);
        return createAuthorizer(runtime);
      },
    });
    pump = setInterval(() => {
      settling ??= world.settle().finally(() => {
        settling = undefined;
      });
    }, 5);
    const { apiKey: platformKey } = await bootstrapPlatform(world.engine.runtime);
    await seedCatalogue(world.engine.runtime);
    await world.settle();
    receivers = receiversOf(world);
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
    await settling;
    await world.close();
  });

  /** Sends the example in one form: JSON, or as that representation says. */
  const sendAs = async (route: Route, role: string, things: Names, form?: Representation): Promise<void> => {
    const given = form?.body === undefined ? route.example : { ...route.example, body: form.example };
    const example: Route['example'] = JSON.parse(JSON.stringify(fillIn(given, things)));
    const asForm =
      form === undefined ? {} : { accept: form.type.name, ...(form.body === undefined ? {} : { 'content-type': form.type.name }) };
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => example.params?.[name] ?? `no-${name}`);
    const query = new URLSearchParams(example.query ?? {}).toString();
    const key = keys.get(role);
    const answer = await world.call(route.method, query === '' ? path : `${path}?${query}`, {
      ...(key === undefined ? {} : { as: key }),
      ...(route.body === undefined ? {} : { body: example.body ?? {} }),
      headers: { ...example.headers, ...asForm },
    });
    const type = answer.headers.get('content-type') ?? '';
    contract.check(`${route.method} ${route.path}`, { statusCode: answer.status, headers: { 'content-type': type }, body: answer.text });
  };

  const send = async (route: Route, role: string, things: Names): Promise<void> => {
    await sendAs(route, role, things);
    for (const form of route.representations ?? []) await sendAs(route, role, things, form);
  };

  /** What cannot be undone comes last. */
  const inOrder = routes.toSorted((left, right) => Number(left.route.method === 'DELETE') - Number(right.route.method === 'DELETE'));
  const rolesOf = ({ access }: Route): readonly string[] => {
    if (access === 'anyone') return ['nobody'];
    return access === 'any-agency' ? Role.options : access;
  };

  it('keeps its word while a whole journey passes', async () => {
    const { prescriptionId } = await playJourney({
      baseUrl: world.baseUrl,
      cast,
      receivers,
      number: 'JN-CONTRACT-1',
      prescribedAt: world.clock.now(),
    });
    names = {
      ...names,
      prescriptionId,
      drugCode: 'JN-XY-0001',
      doctorId: cast.hospital.doctors[0]?.practitionerId ?? '',
      hospitalPharmacistId: cast.hospital.pharmacists[0]?.practitionerId ?? '',
    };
    expect(contract.broken).toEqual([]);
  }, 60_000);

  const routeOf = (operationId: string): Route => {
    const found = routes.find(({ route }) => route.operationId === operationId);
    if (found === undefined) throw new Error(`no operation ${operationId}`);
    return found.route;
  };
  /** An active prescription, and the pharmacy that was offered it first. */
  const openFill = async (number: string) => {
    const body = completeSubmissionOf(cast.hospital, { number, prescribedAt: world.clock.now() });
    const { prescriptionId } = await createClient(world.baseUrl, cast.hospital.apiKey).must('POST', '/v1/prescriptions', { body });
    const offer = await receivers.waitFor({ type: 'offer.made.v1', prescriptionId: String(prescriptionId) });
    const { data } = await receivers.waitFor({
      type: 'prescription.activated.v1',
      prescriptionId: String(prescriptionId),
      receiver: cast.patientApp.slug,
    });
    const pharmacy = cast.pharmacies.find(({ slug }) => slug === offer.receiver);
    if (pharmacy === undefined) throw new Error('an offer to nobody');
    keys.set('pharmacy', pharmacy.apiKey);
    const [pharmacist, checker] = pharmacy.pharmacists.map(({ practitionerId }) => practitionerId);
    const things = {
      ...names,
      prescriptionId: String(prescriptionId),
      offerId: String(offer.data['offerId']),
      patientToken: String(data['patientToken']),
      pharmacyId: pharmacy.agencyId,
      endpointId: pharmacy.endpointId,
      pharmacistId: pharmacist ?? '',
      dispenserId: checker ?? '',
    };
    return { pharmacy, things };
  };
  /** The same, claimed by that pharmacy. */
  const claimFill = async (number: string) => {
    const { pharmacy, things } = await openFill(number);
    const counter = createClient(world.baseUrl, pharmacy.apiKey);
    const { claimSecret } = await counter.must('POST', `/v1/offers/${things.offerId}/accept`, { body: {} });
    const headers = { 'claim-secret': String(claimSecret) };
    await counter.must('GET', `/v1/prescriptions/${things.prescriptionId}/document`, { headers });
    return { pharmacy, counter, headers, things: { ...things, claimSecret: String(claimSecret) } };
  };

  it('keeps its word on the side paths: revised, declined, rerouted, released, doubted, taken back', async () => {
    const ward = createClient(world.baseUrl, cast.hospital.apiKey);
    const draft = await ward.must('POST', '/v1/prescriptions', { body: fillIn(routeOf('submitPrescription').example.body, names) });
    const rejection = { ...reviewOf(cast.hospital), outcome: 'rejected', reasonCode: 'dose-too-high', severity: 'blocking' };
    await ward.must('POST', `/v1/prescriptions/${String(draft['prescriptionId'])}/review`, { body: rejection });
    await send(routeOf('revisePrescription'), 'hospital', { ...names, prescriptionId: String(draft['prescriptionId']) });

    const declined = await openFill('JN-SIDE-2');
    await send(routeOf('declineOffer'), 'pharmacy', declined.things);
    await send(routeOf('choosePharmacy'), 'patient-app', declined.things);

    const released = await claimFill('JN-SIDE-3');
    await send(routeOf('releasePrescription'), 'pharmacy', released.things);

    const doubted = await claimFill('JN-SIDE-4');
    await send(routeOf('doubtPrescription'), 'pharmacy', doubted.things);
    const { prescriber } = signaturesOf(cast.hospital, { number: 'JN-SIDE-4', prescribedAt: world.clock.now() });
    await ward.must('POST', `/v1/prescriptions/${doubted.things.prescriptionId}/confirm`, { body: prescriber });

    const { pharmacy, counter, headers, things } = await claimFill('JN-SIDE-5');
    const path = `/v1/prescriptions/${things.prescriptionId}`;
    await counter.must('POST', `${path}/approve`, { headers, body: { pharmacistId: things.pharmacistId, opinionCode: 'appropriate' } });
    await counter.must('POST', `${path}/dispense`, { headers, body: dispenseOf(pharmacy.pharmacists, 'JN5', 980) });
    await send(routeOf('reverseSale'), 'pharmacy', things);

    const { keyId } = await createClient(world.baseUrl, keys.get('platform') ?? '').must('POST', `/v1/agencies/${pharmacy.agencyId}/keys`, {
      body: {},
    });
    for (const operation of ['rotateKey', 'revokeKey']) await send(routeOf(operation), 'platform', { ...things, keyId: String(keyId) });
    expect(contract.broken).toEqual([]);
  }, 60_000);

  it('keeps its word to every example, from every role, about a finished and about an open prescription', async () => {
    const { things } = await openFill('JN-CONTRACT-2');
    const finished = { ...things, prescriptionId: names['prescriptionId'] ?? '' };
    for (const { route } of inOrder) for (const role of rolesOf(route)) await send(route, role, finished);
    for (const { route } of inOrder) for (const role of rolesOf(route)) await send(route, role, things);
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
