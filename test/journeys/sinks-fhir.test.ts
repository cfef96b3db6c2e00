import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, FHIR_JSON, ID_SYSTEM, patient, request } from '../support/fhir-messages.ts';
import { createPrescriptionsWorld, HOSPITAL } from '../support/prescriptions-world.ts';
import { everyText, readableIn } from '../support/sinks.ts';

type Region = Awaited<ReturnType<typeof createPrescriptionsWorld>>;
let region: Region;
beforeAll(async () => {
  region = await createPrescriptionsWorld();
});
afterAll(() => region.world.close());

/** Words that stand nowhere else, wherever a message has room for them. */
const MARKS = ['标记姓', '标记名', '标记街', '标记病', '标记注', '标记展', '13900001111', 'markeddose', 'MARK-ID'];
const line = request('XC08CAA001', {
  reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10.x00' }], text: '标记病' }],
  note: [{ text: '标记注' }],
  extension: [{ url: 'http://example.com/own', valueString: '标记展' }],
  dosageInstruction: [
    {
      text: 'markeddose',
      timing: { code: { text: 'qd' } },
      route: { text: 'oral' },
      doseAndRate: [{ doseQuantity: { value: 5, unit: 'mg' } }],
    },
  ],
});
const person = {
  ...patient,
  name: [{ text: '标记姓标记名', family: '标记姓', given: ['标记名'] }],
  telecom: [{ system: 'phone', value: '13900001111' }],
  address: [{ text: '标记街' }],
  extension: [{ url: 'http://example.com/own', valueString: '标记展' }],
};
/** The message of this patient, with these elements in its place or besides. */
const messageOf = (over: object = {}) => {
  const { entry, ...rest } = bundle({}, [line]);
  return { ...rest, entry: entry.map((one) => (one.resource === patient ? { ...one, resource: { ...person, ...over } } : one)) };
};
const send = (body: unknown) =>
  region.world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body, headers: { 'content-type': FHIR_JSON } });

describe('what a FHIR message says of a person', () => {
  it.each([
    { what: 'filed', status: 201, body: messageOf() },
    { what: 'filed, with what nobody defined', status: 201, body: { ...messageOf({ 标记名: '标记名' }), 标记名: 1 } },
    { what: 'refused for its gender', status: 422, body: messageOf({ gender: '标记名', birthDate: '标记名' }) },
    {
      what: 'refused for a modifier',
      status: 422,
      body: messageOf({ modifierExtension: [{ url: 'http://标记名', valueString: '标记名' }] }),
    },
    { what: 'refused for an identifier', status: 422, body: messageOf({ identifier: [{ system: '标记名', value: 'MARK-ID' }] }) },
    { what: 'refused for an id number', status: 422, body: messageOf({ identifier: [{ system: ID_SYSTEM, value: 'MARK-ID' }] }) },
    {
      what: 'refused for a reference',
      status: 422,
      body: { ...messageOf(), entry: messageOf().entry.map((one) => ({ ...one, fullUrl: 'urn:uuid:标记名' })) },
    },
    { what: 'refused as no JSON', status: 400, body: JSON.stringify(messageOf()).slice(0, -1) },
  ])('stands in no answer, row, log line or webhook when it is $what', async ({ status, body }) => {
    const answer = await send(body);
    await region.world.settle();
    expect(answer.status).toBe(status);
    expect(readableIn(Buffer.from(answer.text + everyText(region.world)), MARKS)).toEqual([]);
  });
});
