import { afterEach, describe, expect, it } from 'vitest';
import { readFhir } from '../../functions/prescriptions/fhir/read/read-fhir.ts';
import { bundle, cancellation, FHIR_JSON, provenanceOf, request } from '../support/fhir-messages.ts';
import { rules } from '../support/prescription-facts.ts';
import { createPrescriptionsWorld, HOSPITAL, hashOf, PLATFORM, signaturesOf } from '../support/prescriptions-world.ts';
import { MONDAY } from '../support/virtual-clock.ts';
import type { CallOptions } from '../support/world.ts';

type Region = Awaited<ReturnType<typeof createPrescriptionsWorld>>;
const regions: Region[] = [];
const open = async () => {
  const region = await createPrescriptionsWorld();
  regions.push(region);
  const { world } = region;
  const send = (body: unknown, more: Omit<CallOptions, 'body'> = {}) =>
    world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body, ...more, headers: { 'content-type': FHIR_JSON, ...more.headers } });
  const read = async (id: string) => (await world.call('GET', `/v1/prescriptions/${id}`, { as: HOSPITAL })).body;
  return { ...region, send, read };
};
afterEach(async () => {
  for (const { world } of regions.splice(0)) {
    const logged = world.logged.join('\n');
    await world.close();
    expect(logged).toBe('');
  }
});

const json = { headers: { accept: 'application/json' } };
const idOf = (answer: { readonly body: { readonly identifier: { readonly value: string } } }): string => answer.body.identifier.value;

/** The message with both signatures of the document that it says. */
const signed = (message: ReturnType<typeof bundle>) => {
  const read = readFhir(JSON.parse(JSON.stringify(message)), rules);
  if (!read.ok || read.value.kind !== 'order') throw new Error('no order');
  return { ...message, entry: [...message.entry, provenanceOf(signaturesOf(read.value.body.prescription, MONDAY))] };
};

/** The message with signatures that nobody checks before it is known whose they are. */
const signedBy = ({ prescriber, pharmacist }: { readonly prescriber: string; readonly pharmacist?: string }) => {
  const by = (practitionerId: string) => ({ practitionerId, signedAt: MONDAY, signature: 'c2lnbmVk' });
  const message = bundle();
  const provenance = provenanceOf({ prescriber: by(prescriber), ...(pharmacist === undefined ? {} : { pharmacist: by(pharmacist) }) });
  return { ...message, entry: [...message.entry, provenance] };
};

describe('a prescription as a FHIR message', () => {
  it('is filed, and answered as FHIR or JSON as the hospital wants', async () => {
    const { world, send, read } = await open();
    const answer = await send(bundle());
    expect(answer.status).toBe(201);
    expect(answer.headers.get('content-type')).toBe(FHIR_JSON);
    expect(answer.body).toMatchObject({
      resourceType: 'Bundle',
      type: 'collection',
      entry: [{ resource: { resourceType: 'Task', status: 'draft' } }, {}, {}],
    });
    expect(await read(idOf(answer))).toMatchObject({
      status: 'PRE_VERIFIED',
      lines: [{ drugCode: 'XC08CAA001', prescribedQuantity: 2 }, {}],
    });
    expect(await send(bundle(), json)).toMatchObject({ status: 201, body: { status: 'PRE_VERIFIED' } });
    const charset = await send(bundle(), { headers: { 'content-type': `${FHIR_JSON}; charset=utf-8; fhirVersion=4.0` } });
    expect(charset.status).toBe(201);
    expect(JSON.stringify(await world.engine.journal.load(`prescription#${idOf(answer)}`))).not.toMatch(
      /张|秀英|370102196503078524|高血压/,
    );
  });

  it('takes effect once, however often it is sent', async () => {
    const { send } = await open();
    const one = await send(bundle(), { key: 'k-1' });
    expect((await send(bundle(), { key: 'k-1' })).body).toEqual(one.body);
    expect((await send(bundle({ type: 'collection' }), { key: 'k-1', ...json })).body.code).toBe('idempotency-key-reused');
    expect((await send(cancellation(), { key: 'k-1', ...json })).body.code).toBe('idempotency-key-reused');
  });

  it('is active at once with the signatures of both in a Provenance', async () => {
    const { send, read } = await open();
    expect((await read(idOf(await send(signed(bundle()))))).status).toBe('ACTIVE');
  });

  it('is signed step by step over the documentHash of the answer', async () => {
    const { world, send, read } = await open();
    const answer = await send(bundle());
    const path = `/v1/prescriptions/${idOf(answer)}`;
    const [{ resource: task }] = answer.body.entry;
    expect(task.input).toEqual([{ type: { text: 'documentHash' }, valueString: (await read(idOf(answer))).documentHash }]);
    const order = readFhir(JSON.parse(JSON.stringify(bundle())), rules);
    if (!order.ok || order.value.kind !== 'order') throw new Error('no order');
    expect(hashOf(order.value.body.prescription)).toBe(task.input[0].valueString);
    await world.call('POST', `${path}/review`, { as: HOSPITAL, body: { pharmacistId: 'pharmacist-1', outcome: 'passed' } });
    const signatures = signaturesOf(order.value.body.prescription, MONDAY);
    expect((await world.call('POST', `${path}/sign`, { as: HOSPITAL, body: signatures })).body.status).toBe('SIGNED');
  });

  it('is refused with a signature of another document, and nothing is stored', async () => {
    const { send, world } = await open();
    const forged = provenanceOf(signaturesOf({ another: 'document' }, MONDAY));
    const message = bundle();
    const answer = await send({ ...message, entry: [...message.entry, forged] });
    expect(answer.status).toBe(403);
    expect(answer.body.issue).toMatchObject([
      { details: { coding: [{ code: 'signature-invalid' }] }, expression: ['Bundle.entry[4].resource.signature[0].data'] },
    ]);
    await world.settle();
    expect((await world.call('GET', '/v1/prescriptions', { as: PLATFORM })).body.items).toEqual([]);
  });

  it('keeps a foreign signature and lets it prove nothing', async () => {
    const { send, read } = await open();
    const message = bundle();
    const xml = { type: [{ code: '1.2.840.10065.1.12.1.1' }], when: MONDAY, who: {}, sigFormat: 'application/signature+xml', data: 'PHg+' };
    const answer = await send({ ...message, entry: [...message.entry, { resource: { resourceType: 'Provenance', signature: [xml] } }] });
    expect((await read(idOf(answer))).status).toBe('PRE_VERIFIED');
  });
});

describe('what the law or the region refuses', () => {
  it.each([
    [
      'unknown-drug',
      bundle({}, [request('XC08CAA001'), request('XZZZZ')]),
      'Bundle.entry[1].resource.medicationCodeableConcept.coding[0].code',
    ],
    [
      'validity-too-long',
      bundle({}, [
        request('XC08CAA001', {
          dispenseRequest: {
            validityPeriod: { end: '2026-03-07T02:00:00Z' },
            quantity: { value: 1 },
            expectedSupplyDuration: { value: 7, code: 'd' },
          },
        }),
      ]),
      'Bundle.entry[0].resource.dispenseRequest.validityPeriod.end',
    ],
    [
      'prescribed-in-future',
      bundle({}, [request('XC08CAA001', { authoredOn: '2026-03-03T02:00:00Z' })]),
      'Bundle.entry[0].resource.authoredOn',
    ],
    [
      'practitioner-unknown',
      bundle({}, [request('XC08CAA001', { requester: { identifier: { value: 'nobody' } } })]),
      'Bundle.entry[0].resource.requester.identifier.value',
    ],
    [
      'supply-days-exceeded',
      bundle({}, [
        request('XC08CAA001'),
        request('XA10BAD046', { dispenseRequest: { quantity: { value: 1 }, expectedSupplyDuration: { value: 60, code: 'd' } } }),
      ]),
      'Bundle.entry[1].resource.dispenseRequest.expectedSupplyDuration.value',
    ],
    ['review-missing', signedBy({ prescriber: 'doctor-1' }), 'Bundle.entry[4].resource.signature[0].data'],
    [
      'not-the-prescriber',
      signedBy({ prescriber: 'doctor-2', pharmacist: 'pharmacist-1' }),
      'Bundle.entry[4].resource.signature[0].who.identifier.value',
    ],
  ])('%s is told at its element', async (code, message, expression) => {
    const { send } = await open();
    const { body } = await send(message);
    expect(body).toMatchObject({
      issue: [{ severity: 'error', code: 'business-rule', details: { coding: [{ code }] }, expression: [expression] }],
    });
  });
});

describe('how much of a drug', () => {
  const counted = (quantity: object) =>
    bundle({}, [request('XC08CAA001', { dispenseRequest: { quantity, expectedSupplyDuration: { value: 7, code: 'd' } } })]);
  it.each([
    ['tablets', { value: 14, unit: '片' }, 'unit'],
    ['something by its code alone', { value: 14, system: 'http://unitsofmeasure.org', code: '{tbl}' }, 'code'],
  ])('is not taken in %s where the catalogue counts boxes', async (_what, quantity, element) => {
    const { send } = await open();
    const { status, body } = await send(counted(quantity));
    expect(status).toBe(422);
    expect(body.issue).toMatchObject([
      { code: 'not-supported', expression: [`Bundle.entry[0].resource.dispenseRequest.quantity.${element}`] },
    ]);
    expect(body.issue[0].diagnostics).toContain('wanted: 盒');
  });
  it.each([
    ['boxes', { value: 1, unit: '盒' }],
    ['boxes by code', { value: 1, unit: 'box', code: '盒' }],
  ])('is taken in %s', async (_what, quantity) => {
    const { send } = await open();
    expect((await send(counted(quantity))).status).toBe(201);
  });
});

describe('a message that cancels', () => {
  it('takes back the prescription that its number names', async () => {
    const { send, read } = await open();
    const id = idOf(await send(signed(bundle())));
    const answer = await send(cancellation());
    expect(answer).toMatchObject({
      status: 200,
      body: { entry: [{ resource: { status: 'cancelled', businessStatus: { coding: [{ code: 'CANCELLED' }] } } }, {}, {}] },
    });
    expect((await read(id)).status).toBe('CANCELLED');
  });

  it('takes the newest of one number, and by our own identifier any', async () => {
    const { world, send, read } = await open();
    const older = idOf(await send(bundle()));
    world.clock.advance(1000);
    const newer = idOf(await send(bundle()));
    const one = await send(cancellation(), { key: 'k-1' });
    expect(idOf(one)).toBe(newer);
    expect(idOf(await send(cancellation(), { key: 'k-1' }))).toBe(newer);
    expect((await read(older)).status).toBe('PRE_VERIFIED');
    const ours = { groupIdentifier: { system: 'urn:sanlian:fhir:id:prescription', value: older } };
    expect((await send(cancellation(ours), json)).body.status).toBe('CANCELLED');
  });

  it.each([
    ['a number that nobody filed', cancellation({ groupIdentifier: { value: 'RX-OTHER' } }), 404, 'not-found'],
    ['one line of two', cancellation({}, ['XC08CAA001']), 422, 'element-unsupported'],
    ['by another doctor', cancellation({ requester: { identifier: { value: 'pharmacist-1' } } }), 403, 'not-the-prescriber'],
    ['without a reason', bundle({}, [request('XC08CAA001', { status: 'cancelled' })]), 422, 'request-invalid'],
    [
      'one line and orders another',
      bundle({}, [cancellation().entry[0]?.resource ?? {}, request('XA10BAD046')]),
      422,
      'element-unsupported',
    ],
  ])('is refused when it takes back %s', async (_what, message, status, code) => {
    const { send } = await open();
    await send(bundle());
    expect(await send(message, json)).toMatchObject({ status, body: { code } });
  });
  it('finds nothing of another hospital', async () => {
    const { send } = await open();
    await send(bundle());
    expect((await send(cancellation(), { as: 'hospital:ag_hospital2', ...json })).body.code).toBe('not-found');
  });

  it('is refused once the prescription is over', async () => {
    const { send } = await open();
    await send(bundle());
    await send(cancellation());
    expect((await send(cancellation(), json)).body.code).toBe('invalid-state');
  });
});
