import { ok } from '../../../shared/kernel/result.ts';
import { routesOf } from '../../../shared/kernel/route.ts';
import { prescriptionProblems } from '../contract/problems.ts';
import { PrescriptionReply } from '../contract/replies.ts';
import { SubmitBody } from '../contract/requests.ts';
import { PrescriptionPolicy } from '../domain/policy.ts';
import { FhirBundle } from '../fhir/bundle.ts';
import { inForm, prescriptionAsFhir } from '../fhir/prescription-form.ts';
import { answerOf } from '../writing.ts';
import { createdBy, submit } from './submission.ts';
import { submitExample } from './submit-example.ts';
import { fhirSubmitProblems, submitFhir } from './submit-fhir.ts';
import { fhirExample } from './submit-fhir-example.ts';

const route = routesOf(prescriptionProblems);

export const submitPrescription = route({
  method: 'POST',
  path: '/v1/prescriptions',
  operationId: 'submitPrescription',
  summary: 'File a prescription; with review and signatures it is active at once',
  access: ['hospital'],
  body: SubmitBody,
  success: { status: 201, body: PrescriptionReply, description: 'Pre-verified (预核验通过), or active when everything was sent.' },
  isBeginning: true,
  representations: [
    {
      ...prescriptionAsFhir,
      body: FhirBundle,
      example: fhirExample,
      successes: { 200: 'A message that cancels: cancelled, or to be cancelled once the pharmacy that holds it stops.' },
    },
  ],
  problems: fhirSubmitProblems,
  example: { body: submitExample },
  handle: async (request, runtime) => {
    const { body, caller, cause, now, types } = request;
    const { rules } = PrescriptionPolicy.at(runtime.policies, now);
    if ('resourceType' in body) {
      const done = await submitFhir({ body, caller, cause, now }, runtime);
      if (!done.ok) return done;
      const { status, executed, prescriptionId } = done.value;
      return ok(inForm(answerOf(status, executed, { prescriptionId, cause, caller }), types, rules));
    }
    const outcome = await submit(body, request, runtime);
    if (!outcome.ok) return outcome;
    return ok(inForm(answerOf(201, outcome.value, { prescriptionId: createdBy(request, runtime), cause, caller }), types, rules));
  },
});
