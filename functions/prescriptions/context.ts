import { fhirJson } from '../../events/fhir/fhir-json.ts';
import { defineContext } from '../../shared/kernel/context.ts';
import { prescriptionProblems } from './contract/problems.ts';
import { PrescriptionPolicy } from './domain/policy.ts';
import { prescriptionsReactions } from './reactions.ts';
import { dispensePrescription } from './routes/dispense.ts';
import { readDocument } from './routes/document.ts';
import { activatePrescription, cancelPrescription, confirmPrescription, reviewPrescription, signPrescription } from './routes/hospital.ts';
import { listPrescriptions } from './routes/list.ts';
import { readMetadata } from './routes/metadata.ts';
import { erasePatient, lookupPatient } from './routes/patients.ts';
import { approvePrescription, doubtPrescription, releasePrescription, reverseSale } from './routes/pharmacy.ts';
import { readOnePrescription } from './routes/read.ts';
import { revisePrescription } from './routes/revise.ts';
import { submitPrescription } from './routes/submit.ts';
import { readTimeline } from './routes/timeline.ts';
import { prescriptionsStreams } from './streams.ts';

const routes = [
  submitPrescription,
  revisePrescription,
  reviewPrescription,
  signPrescription,
  activatePrescription,
  cancelPrescription,
  confirmPrescription,
  listPrescriptions,
  readOnePrescription,
  readTimeline,
  readDocument,
  approvePrescription,
  doubtPrescription,
  releasePrescription,
  dispensePrescription,
  reverseSale,
  erasePatient,
  lookupPatient,
];

/** 医保电子处方流转: a prescription's life, from the hospital's pre-verification to the medicine in the patient's hands. */
export const prescriptionsContext = defineContext({
  ...prescriptionsStreams,
  ...prescriptionsReactions,
  routes: [...routes, readMetadata(routes)],
  problems: prescriptionProblems,
  problemForms: [fhirJson],
  policy: PrescriptionPolicy,
});
