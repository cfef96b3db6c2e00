import { FHIR_JSON, fhirJson } from '../../../events/fhir/fhir-json.ts';
import type { Representation } from '../../../shared/kernel/media-type.ts';
import type { Answer, MediaTypes } from '../../../shared/kernel/route.ts';
import type { PrescriptionReply } from '../contract/replies.ts';
import type { PrescriptionRules } from '../domain/policy.ts';
import { FhirAnswer } from './bundle.ts';
import { prescriptionBundleOf } from './write/prescription.ts';

/** A prescription read or answered as FHIR. */
export const prescriptionAsFhir = {
  type: fhirJson,
  reply: FhirAnswer,
  holds: ['Task', 'MedicationRequest', 'MedicationDispense'],
} as const satisfies Representation;

/** The answer in the form that the caller wants. */
export const inForm = (
  answer: Answer<PrescriptionReply>,
  { reply }: MediaTypes,
  { fhir }: Pick<PrescriptionRules, 'fhir'>,
): Answer<PrescriptionReply | FhirAnswer> =>
  reply === FHIR_JSON ? { ...answer, body: prescriptionBundleOf(answer.body, fhir.drugSystems) } : answer;
