import { FHIR_JSON, fhirJson } from '../../../events/fhir/fhir-json.ts';
import type { Representation } from '../../../shared/kernel/media-type.ts';
import type { Answer, MediaTypes } from '../../../shared/kernel/route.ts';
import type { PrescriptionReply } from '../contract/replies.ts';
import type { PrescriptionRules } from '../domain/policy.ts';
import { FhirAnswer } from './bundle.ts';
import { prescriptionBundleOf } from './write/prescription.ts';

/** What an operation answers as FHIR: a Bundle of these resources. */
export const asFhir = <const Holds extends readonly string[]>(...holds: Holds) =>
  ({ type: fhirJson, reply: FhirAnswer, holds }) satisfies Representation;

/** A prescription read or answered as FHIR. */
export const prescriptionAsFhir = asFhir('Task', 'MedicationRequest', 'MedicationDispense');

export const isFhir = ({ reply }: MediaTypes): boolean => reply === FHIR_JSON;

/** The answer in the form that the caller wants. */
export const inForm = (
  answer: Answer<PrescriptionReply>,
  types: MediaTypes,
  { fhir }: Pick<PrescriptionRules, 'fhir'>,
): Answer<PrescriptionReply | FhirAnswer> =>
  isFhir(types) ? { ...answer, body: prescriptionBundleOf(answer.body, fhir.drugSystems) } : answer;
