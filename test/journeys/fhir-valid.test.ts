import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, cancellation, FHIR_JSON } from '../support/fhir-messages.ts';
import { wrongIn } from '../support/fhir-r4.ts';
import { document, saleLine } from '../support/prescription-facts.ts';
import { createPrescriptionsWorld, HOSPITAL, PHARMACY, patient, signaturesOf } from '../support/prescriptions-world.ts';
import { MONDAY } from '../support/virtual-clock.ts';
import type { CallOptions } from '../support/world.ts';

let region: Awaited<ReturnType<typeof createPrescriptionsWorld>>;
beforeAll(async () => {
  region = await createPrescriptionsWorld();
});
afterAll(() => region.world.close());

const complete = {
  prescription: document(),
  patient,
  review: { pharmacistId: 'pharmacist-1', outcome: 'passed' },
  signatures: signaturesOf(document(), MONDAY),
};
/** An answer that must be FHIR, and valid. */
const valid = async (method: string, path: string, { headers, ...options }: CallOptions) => {
  const answer = await region.world.call(method, path, { ...options, headers: { accept: FHIR_JSON, ...headers } });
  expect(answer.headers.get('content-type')).toBe(FHIR_JSON);
  expect(wrongIn(answer.body)).toEqual([]);
  return answer;
};

describe('every answer in FHIR is valid R4', () => {
  it('from the filing to the sale and the timeline', async () => {
    const filed = await valid('POST', '/v1/prescriptions', { as: HOSPITAL, body: complete });
    const path = `/v1/prescriptions/${filed.body.identifier.value}`;
    const headers = { 'claim-secret': await region.accept(filed.body.identifier.value) };
    const counter = { as: PHARMACY, headers };
    await valid('GET', `${path}/document`, counter);
    await valid('POST', `${path}/approve`, { ...counter, body: { pharmacistId: 'pharmacist-2', opinionCode: 'fit' } });
    const lines = [saleLine(1, 2), saleLine(2, 1)];
    const payment = { payMode: 1, receiptNumber: 'R-1', paidFen: 3000 };
    await region.world.settle();
    await valid('GET', path, counter);
    await valid('GET', `${path}/timeline`, { as: HOSPITAL });
    const sold = await region.world.call('POST', `${path}/dispense`, {
      ...counter,
      headers: { ...headers, accept: FHIR_JSON },
      body: { dispenserId: 'staff-1', checkerId: 'pharmacist-3', lines, payment },
    });
    // It names the lines of the prescription, which is another answer.
    expect(wrongIn(sold.body).filter((wrong) => !wrong.startsWith('nothing is urn:sanlian:fhir:MedicationRequest:'))).toEqual([]);
    await valid('GET', path, { as: HOSPITAL });
  });

  it('of a message and of its cancellation', async () => {
    const headers = { 'content-type': FHIR_JSON };
    await valid('POST', '/v1/prescriptions', { as: HOSPITAL, body: bundle(), headers });
    await valid('POST', '/v1/prescriptions', { as: HOSPITAL, body: cancellation(), headers });
  });

  it('of the region itself', async () => {
    await valid('GET', '/v1/metadata', {});
  });

  const fhir = { 'content-type': FHIR_JSON };
  it.each<[number, string, string, CallOptions]>([
    [401, 'GET', '/v1/prescriptions/rx_unknown', {}],
    [404, 'GET', '/v1/prescriptions/rx_unknown', { as: HOSPITAL }],
    [404, 'GET', '/v1/nothing', { as: HOSPITAL }],
    [405, 'PATCH', '/v1/prescriptions', { as: HOSPITAL }],
    [406, 'GET', '/v1/prescriptions', { as: HOSPITAL }],
    [415, 'POST', '/v1/prescriptions', { as: HOSPITAL, body: bundle(), headers: { 'content-type': 'text/xml' } }],
    [422, 'POST', '/v1/prescriptions', { as: HOSPITAL, body: bundle({ type: 'searchset' }), headers: fhir }],
    [422, 'POST', '/v1/prescriptions', { as: HOSPITAL, body: bundle({ implicitRules: 'urn:x' }), headers: fhir }],
    [422, 'POST', '/v1/prescriptions', { as: HOSPITAL, body: { ...complete, choice: { by: 'named' } } }],
    [413, 'POST', '/v1/prescriptions', { as: HOSPITAL, body: bundle({ note: 'x'.repeat(210_000) }), headers: fhir }],
  ])('of a problem %i: %s %s', async (status, method, path, options) => {
    const answer = await valid(method, path, options);
    expect(answer).toMatchObject({ status, body: { resourceType: 'OperationOutcome' } });
  });
});

describe('which form is answered', () => {
  const read = async (accept: string, query = '') => {
    const filed = await region.world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body: complete });
    const path = `/v1/prescriptions/${filed.body.prescriptionId}${query}`;
    const { status, headers, body } = await region.world.call('GET', path, { as: HOSPITAL, headers: { accept } });
    return { status, type: headers.get('content-type'), body };
  };
  it.each([
    [FHIR_JSON, FHIR_JSON],
    ['APPLICATION/FHIR+JSON', FHIR_JSON],
    ['application/fhir+json; fhirVersion=4.0', FHIR_JSON],
    ['application/fhir+json;fhirVersion="4.0";charset=utf-8', FHIR_JSON],
    ['application/fhir+xml, application/fhir+json;q=0.5', FHIR_JSON],
    ['application/json;q=0.5, application/fhir+json;q=0.9', FHIR_JSON],
    ['application/fhir+json;q=0.5, application/json;q=0.9', 'application/json'],
    ['application/fhir+json;q=0, */*', 'application/json'],
    ['*/*', 'application/json'],
  ])('to Accept: %s', async (accept, type) => {
    expect(await read(accept)).toMatchObject({ status: 200, type });
  });

  it.each(['application/json+fhir', 'application/fhir+xml', 'application/fhir+json; fhirVersion=3.0', 'application/fhir+json;q=0'])(
    'not to Accept: %s',
    async (accept) => {
      expect((await read(accept)).status).toBe(406);
    },
  );

  it('says Accept alone: _format changes nothing', async () => {
    expect(await read(FHIR_JSON, '?_format=xml')).toMatchObject({ status: 200, type: FHIR_JSON });
    expect(await read('application/json', '?_format=application/fhir%2Bjson')).toMatchObject({ status: 200, type: 'application/json' });
  });
});
