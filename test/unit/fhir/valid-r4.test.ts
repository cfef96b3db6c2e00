import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fhirJson } from '../../../events/fhir/fhir-json.ts';
import { dispenseBundleOf } from '../../../functions/prescriptions/fhir/write/dispense.ts';
import { writtenDocument } from '../../../functions/prescriptions/fhir/write/document.ts';
import { wrongIn } from '../../support/fhir-r4.ts';
import { anyDocument, anyPatient } from '../../support/prescription-arbitraries.ts';
import { given } from '../../support/prescription-commands.ts';
import { rules, sale, saleLine } from '../../support/prescription-facts.ts';
import { happened, until } from '../../support/prescription-history.ts';

const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('R4’s own rules', () => {
  it.each([
    ['a code that the binding lacks', { resourceType: 'Task', status: 'done', intent: 'order' }],
    ['a missing element', { resourceType: 'Task', status: 'ready' }],
    ['an element of no resource', { resourceType: 'Task', status: 'ready', intent: 'order', mood: 'good' }],
    ['nothing in a list', { resourceType: 'Task', status: 'ready', intent: 'order', partOf: [] }],
    ['an id with _', { resourceType: 'Task', id: 'a_b', status: 'ready', intent: 'order' }],
    ['a unit of no system', { resourceType: 'Observation', status: 'final', code: { text: 'x' }, valueQuantity: { value: 1, code: 'kg' } }],
    ['an allergy of no status', { resourceType: 'AllergyIntolerance', patient: { display: 'x' } }],
    ['an issue of no type', { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'custom' }] }],
    ['two things of one name', { resourceType: 'Bundle', type: 'collection', entry: [{ fullUrl: 'urn:x:1' }, { fullUrl: 'urn:x:1' }] }],
  ])('find %s', (_what, resource) => {
    expect(wrongIn(resource)).not.toEqual([]);
  });
});

describe('what we write', () => {
  it('of any document is R4', () => {
    fc.assert(
      fc.property(anyDocument, anyPatient, (prescription, patient) => {
        // Our diagnosis codes are any text; R4's have no blank but one between two words.
        fc.pre(prescription.diagnoses.every(({ code }) => /^\S+(\s\S+)*$/.test(code)));
        const opened = { prescriptionId: 'rx_test', documentHash: 'a'.repeat(64), prescription, patient };
        expect(wrongIn(overTheWire(writtenDocument(opened, rules)))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['whole packs', saleLine(1, 2), [{ valueString: '810000010' }, { valueString: '810000011' }]],
    [
      'an opened pack',
      saleLine(1, 2, { traceCodes: [], opened: [{ traceCode: '8100000999', quantity: 2, packUnits: 10 }] }),
      [{ extension: [{ valueString: '8100000999' }, { valueInteger: 2 }] }],
    ],
    ['packs without a code', saleLine(1, 2, { traceCodes: [] }), undefined],
  ])('of a sale of %s is R4, with each code', (_what, line, extension) => {
    const { state } = given(...until.approved, happened.sold(sale({ lines: [line] })));
    if (state.status === 'ABSENT') throw new Error('no prescription');
    const bundle = overTheWire(dispenseBundleOf({ prescriptionId: 'rx_test', state, drugSystems: [] }));
    expect(wrongIn(bundle).filter((wrong) => !wrong.startsWith('nothing is'))).toEqual([]);
    expect(bundle).toMatchObject({ entry: [{ resource: extension === undefined ? {} : { extension } }] });
  });

  it.each(['invalid_type', 'invalid_union', 'not_multiple_of', 'custom', 'business-rule', 'multiple-matches', 'a-code-of-tomorrow'])(
    'of a problem is R4, whatever was found: %s',
    (code) => {
      const problem = {
        status: 422,
        code: 'request-invalid',
        title: 'It does not fit',
        remedy: 'Send another.',
        instance: 'JKJaXmPLvHcESHA=_',
        errors: [{ pointer: '/body/x', code }],
      };
      const outcome = fhirJson.problem.of(problem, 'application/fhir+json');
      expect(wrongIn(overTheWire(outcome))).toEqual([]);
      // The id is a name of ours with other characters; who asks us about it needs the very one.
      expect(outcome.issue[0]?.diagnostics).toContain('instance: JKJaXmPLvHcESHA=_');
    },
  );
});
