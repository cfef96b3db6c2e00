import type { Extension, MedicationDispense } from 'fhir/r4.js';
import { extensionUrl } from '../../../../events/fhir/systems.ts';
import type { Present } from '../../domain/prescription.ts';
import type { Sale, SaleLine } from '../../domain/sale.ts';
import { collectionOf, entryOf } from './collection.ts';
import { drugCoding, nameOf, practitionerReference, prescriptionIdentifier } from './names.ts';

const FUNCTIONS = 'http://terminology.hl7.org/CodeSystem/medicationdispense-performer-function';

interface Sold {
  readonly prescriptionId: string;
  readonly state: Present;
  readonly drugSystems: readonly string[];
}

/** 药品追溯码 of each whole pack, and 拆零: of each opened one, with how much came out of it. */
const packsOf = ({ traceCodes, opened = [] }: SaleLine): Extension[] => [
  ...traceCodes.map((valueString) => ({ url: extensionUrl('trace-code'), valueString })),
  ...opened.map(({ traceCode, quantity }) => ({
    url: extensionUrl('opened-pack'),
    extension: [
      { url: 'traceCode', valueString: traceCode },
      { url: 'quantity', valueInteger: quantity },
    ],
  })),
];

const dispenseOf = ({ dispenserId, checkerId }: Sale, sold: SaleLine, { prescriptionId, state, drugSystems }: Sold): MedicationDispense => {
  const drugCode = state.content.lines[sold.line - 1]?.drugCode ?? '';
  const code = { coding: [drugCoding(drugCode, drugSystems)] };
  const performer = (id: string, role: string) => ({
    function: { coding: [{ system: FUNCTIONS, code: role }] },
    actor: practitionerReference(id),
  });
  const packs = packsOf(sold);
  return {
    resourceType: 'MedicationDispense',
    ...(packs.length === 0 ? {} : { extension: packs }),
    contained: [{ resourceType: 'Medication', id: 'pack', code, batch: { lotNumber: sold.lotNumber, expirationDate: sold.expiresOn } }],
    status: 'completed',
    medicationReference: { reference: '#pack' },
    authorizingPrescription: [{ reference: nameOf('MedicationRequest', prescriptionId, sold.line) }],
    performer: [performer(dispenserId, 'packager'), performer(checkerId, 'checker')],
    quantity: { value: sold.quantity },
  };
};

/** What was sold of this fill, for the pharmacy that sold it: a dispense for each line of each sale. */
export const dispenseBundleOf = (sold: Sold) =>
  collectionOf(
    prescriptionIdentifier(sold.prescriptionId),
    sold.state.sales.flatMap((sale, part) =>
      sale.lines.map((line) =>
        entryOf(nameOf('MedicationDispense', sold.prescriptionId, sold.state.fill, part + 1, line.line), dispenseOf(sale, line, sold)),
      ),
    ),
  );
