import { fhirJson } from '../../events/fhir/fhir-json.ts';
import { defineContext } from '../../shared/kernel/context.ts';
import { fulfilmentProblems } from './contract/problems.ts';
import { FulfilmentPolicy } from './domain/policy.ts';
import { readyWhenDispensed, returnWhenReversed } from './reactions/follow-sale.ts';
import { giveUpWhenTimeOver } from './reactions/give-up.ts';
import { collectPrescription } from './routes/collect.ts';
import { handOverPrescription } from './routes/hand-over.ts';
import { fulfilmentStreams } from './streams.ts';

/** 取药: from the recorded sale to the patient's hands, or back to the shelf. */
export const fulfilmentContext = defineContext({
  ...fulfilmentStreams,
  routes: [collectPrescription, handOverPrescription],
  problems: fulfilmentProblems,
  problemForms: [fhirJson],
  reactions: [readyWhenDispensed, returnWhenReversed, giveUpWhenTimeOver],
  policy: FulfilmentPolicy,
});
