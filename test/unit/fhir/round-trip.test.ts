import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FhirBundle } from '../../../functions/prescriptions/fhir/bundle.ts';
import { readFhir } from '../../../functions/prescriptions/fhir/read/read-fhir.ts';
import { keptDocument, writtenDocument } from '../../../functions/prescriptions/fhir/write/document.ts';
import { bundle } from '../../support/fhir-messages.ts';
import { anyDocument, anyPatient } from '../../support/prescription-arbitraries.ts';
import { rules } from '../../support/prescription-facts.ts';

const overTheWire = (value: unknown) => FhirBundle.parse(JSON.parse(JSON.stringify(value)));
const opened = { prescriptionId: 'rx_test', documentHash: 'a'.repeat(64) };
const anywhere = { ...rules, fhir: { drugSystems: [], patientSystems: [] } };

describe('a document', () => {
  it.each([
    ['of a region with its own code systems', rules],
    ['of a region that takes any', anywhere],
  ])('%s is the same after a way through FHIR', (_what, region) => {
    fc.assert(
      fc.property(anyDocument, anyPatient, (prescription, patient) => {
        const message = overTheWire(writtenDocument({ ...opened, prescription, patient }, region));
        const read = readFhir(message, region);
        expect(read).toMatchObject({ ok: true, value: { kind: 'order' } });
        if (!read.ok || read.value.kind !== 'order') return;
        expect(read.value.body).toEqual({ prescription, patient });
      }),
      { numRuns: 200 },
    );
  });
});

const anyExtension = fc.record({
  url: fc.webUrl(),
  valueCoding: fc.record({ system: fc.webUrl(), code: fc.string({ minLength: 1 }) }),
  extension: fc.constant([{ url: 'nested', valueFuture: { some: ['thing', 1] } }]),
});

describe('what a message says beyond the model', () => {
  it('changes nothing of what is read, and is all there again', () => {
    const plain = readFhir(overTheWire(bundle()), rules);
    if (!plain.ok || plain.value.kind !== 'order') throw new Error('no order');
    const { body } = plain.value;
    fc.assert(
      fc.property(fc.array(anyExtension, { minLength: 1, maxLength: 5 }), fc.jsonValue({ maxDepth: 3 }), (extension, more) => {
        const message = bundle({ meta: { profile: ['urn:example:profile'] } });
        const entry = message.entry.map(({ resource, ...rest }, index) => ({
          ...rest,
          resource: index < 2 ? { ...resource, extension, _status: { extension }, telepathy: more } : resource,
        }));
        const sent = overTheWire({ ...message, entry });
        const read = readFhir(sent, rules);
        expect(read).toMatchObject({ ok: true, value: { body } });
        const again = overTheWire({ ...keptDocument(sent, { ...opened, ...body }) });
        expect(again.entry.slice(0, -1)).toEqual(sent.entry);
        expect(again['meta']).toEqual(sent['meta']);
      }),
    );
  });
});
