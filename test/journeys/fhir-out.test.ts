import { afterEach, describe, expect, it } from 'vitest';
import { readFhir } from '../../functions/prescriptions/fhir/read/read-fhir.ts';
import { bundle, FHIR_JSON, provenanceOf } from '../support/fhir-messages.ts';
import { document, rules, saleLine } from '../support/prescription-facts.ts';
import { createPrescriptionsWorld, HOSPITAL, PHARMACY, patient, RIVAL, signaturesOf } from '../support/prescriptions-world.ts';
import { everyText } from '../support/sinks.ts';
import { MONDAY } from '../support/virtual-clock.ts';

type Region = Awaited<ReturnType<typeof createPrescriptionsWorld>>;
const regions: Region[] = [];
afterEach(async () => {
  for (const { world } of regions.splice(0)) {
    const logged = world.logged.join('\n');
    await world.close();
    expect(logged).toBe('');
  }
});

interface Resource {
  readonly resourceType: string;
  readonly [member: string]: unknown;
}
const FHIR = { accept: FHIR_JSON };

/** A prescription, filed as `body`, in the hands of a pharmacy. */
const claimed = async (body: unknown, type = 'application/json') => {
  const region = await createPrescriptionsWorld();
  regions.push(region);
  const { world } = region;
  const filed = await world.call('POST', '/v1/prescriptions', {
    as: HOSPITAL,
    body,
    headers: { 'content-type': type, accept: 'application/json' },
  });
  const id: string = filed.body.prescriptionId;
  const secret = await region.accept(id);
  const at = (step: string) => `/v1/prescriptions/${id}${step}`;
  const counter = (method: string, step: string, stepBody?: unknown, headers: object = FHIR) =>
    world.call(method, at(step), {
      as: PHARMACY,
      ...(stepBody === undefined ? {} : { body: stepBody }),
      headers: { 'claim-secret': secret, ...headers },
    });
  const resources = (answer: { readonly body: { readonly entry: readonly { readonly resource: Resource }[] } }, wanted: string) =>
    answer.body.entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === wanted);
  return { world, id, at, counter, resources };
};

const complete = () => ({
  prescription: document(),
  patient,
  review: { pharmacistId: 'pharmacist-1', outcome: 'passed' },
  signatures: signaturesOf(document(), MONDAY),
});
const approval = { pharmacistId: 'pharmacist-2', opinionCode: 'fit' };
const sale = {
  dispenserId: 'staff-1',
  checkerId: 'pharmacist-3',
  lines: [saleLine(1, 2), saleLine(2, 1)],
  payment: { payMode: 1, receiptNumber: 'R-1', paidFen: 3000 },
};

describe('a prescription in FHIR', () => {
  it('is a Task and a request for each line, as far as its reader sees it', async () => {
    const { world, id, at, counter, resources } = await claimed(complete());
    const own = await world.call('GET', at(''), { as: HOSPITAL, headers: FHIR });
    expect(own.headers.get('etag')).toBe('"2"');
    expect(resources(own, 'Task')).toMatchObject([
      { status: 'in-progress', businessStatus: { coding: [{ code: 'CLAIMED' }] }, owner: { identifier: { value: 'ag_pharmacy1' } } },
    ]);
    expect(resources(own, 'MedicationRequest')).toMatchObject([
      {
        status: 'active',
        subject: { identifier: { system: 'urn:sanlian:fhir:id:patient-token' } },
        dispenseRequest: { quantity: { value: 2 } },
      },
      {
        medicationCodeableConcept: { coding: [{ system: 'urn:sanlian:cn:nhsa-drug-code', code: 'XA10BAD046' }] },
        groupIdentifier: { value: id },
      },
    ]);
    const theirs = await counter('GET', '');
    expect(JSON.stringify(theirs.body)).not.toContain('patient-token');
    expect((await world.call('GET', at(''), { as: RIVAL, headers: FHIR })).body).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ code: 'not-found' }],
    });
  });

  it('tells its timeline as tasks that are done', async () => {
    const { world, at, resources } = await claimed(complete());
    await world.settle();
    const timeline = await world.call('GET', at('/timeline'), { as: HOSPITAL, headers: FHIR });
    const [whole, ...hops] = resources(timeline, 'Task');
    expect(whole).toMatchObject({ status: 'in-progress' });
    expect(hops.map(({ code }) => (code as { readonly text: string }).text)).toEqual([
      'PrescriptionPreVerified, PrescriptionReviewPassed, PrescriptionSigned, PrescriptionActivated',
      'PrescriptionClaimed',
    ]);
    expect(hops).toMatchObject([{ status: 'completed', requester: { identifier: { value: 'ag_hospital1' }, display: 'hospital' } }, {}]);
  });

  it('tells what was sold with lots, trace codes and the two people, and only to whom sold it', async () => {
    const { world, at, counter, resources } = await claimed(complete());
    await counter('POST', '/approve', approval);
    const sold = await counter('POST', '/dispense', sale);
    expect(sold).toMatchObject({ status: 200, body: { resourceType: 'Bundle' } });
    expect(resources(sold, 'MedicationDispense')).toMatchObject([
      {
        status: 'completed',
        quantity: { value: 2 },
        contained: [{ batch: { lotNumber: 'L-1', expirationDate: '2026-03-02' } }],
        extension: [{ valueString: '810000010' }, { valueString: '810000011' }],
        performer: [{ actor: { identifier: { value: 'staff-1' } } }, { actor: { identifier: { value: 'pharmacist-3' } } }],
      },
      { quantity: { value: 1 } },
    ]);
    const own = await world.call('GET', at(''), { as: HOSPITAL, headers: FHIR });
    expect(resources(own, 'MedicationDispense')).toMatchObject([{ quantity: { value: 2 } }, { quantity: { value: 1 } }]);
    expect(JSON.stringify(own.body)).not.toContain('810000010');
  });

  it('tells a refusal of the counter as an OperationOutcome', async () => {
    const { counter } = await claimed(complete());
    const early = await counter('POST', '/dispense', sale);
    expect(early).toMatchObject({
      status: 409,
      body: { resourceType: 'OperationOutcome', issue: [{ code: 'conflict', details: { coding: [{ code: 'invalid-state' }] } }] },
    });
    expect(early.body.issue[0].diagnostics).toContain('currentStatus: CLAIMED');
  });
});

describe('the document in FHIR', () => {
  it('of a prescription that came as JSON reads as the same document again', async () => {
    const { counter } = await claimed(complete());
    const opened = await counter('GET', '/document');
    const read = readFhir({ ...opened.body }, rules);
    const { delegateIds, ...rest } = document();
    expect(read).toMatchObject({ ok: true, value: { body: { prescription: { ...rest, delegateIds }, patient } } });
  });

  it('of one that came as FHIR is the message itself, with every extension, and who signed what', async () => {
    const national = { url: 'urn:example:national', valueCoding: { code: 'kept' } };
    const plain = bundle();
    const message = {
      ...plain,
      meta: { profile: ['urn:example:profile'] },
      entry: plain.entry.map((entry) => ({ ...entry, resource: { ...entry.resource, extension: [national] } })),
    };
    const order = readFhir(JSON.parse(JSON.stringify(message)), rules);
    if (!order.ok || order.value.kind !== 'order') throw new Error('no order');
    const sent = { ...message, entry: [...message.entry, provenanceOf(signaturesOf(order.value.body.prescription, MONDAY))] };
    const { world, id, counter } = await claimed(sent, FHIR_JSON);
    const opened = await counter('GET', '/document');
    expect(opened.body.entry.slice(0, -1)).toEqual(sent.entry);
    expect(opened.body).toMatchObject({ type: 'collection', meta: { profile: ['urn:example:profile'] } });
    expect(opened.body.entry.at(-1).resource).toMatchObject({ resourceType: 'Provenance', target: [{ identifier: { value: id } }] });
    expect((await counter('GET', '/document', undefined, { accept: 'application/json' })).body.prescription).toEqual(
      order.value.body.prescription,
    );
    // What we do not read is nobody else's either: it is in the vault and nowhere else.
    await world.settle();
    expect(everyText(world)).not.toContain('urn:example:national');
  });

  it('is gone with the patient’s key', async () => {
    const { world, at, counter } = await claimed(complete());
    const { body } = await world.call('GET', at(''), { as: HOSPITAL });
    await world.call('DELETE', `/v1/patients/${body.patientToken}`, { as: 'platform:ag_platform1' });
    expect(await counter('GET', '/document')).toMatchObject({ status: 410, body: { issue: [{ code: 'deleted' }] } });
  });
});
