import { PrescriptionActivatedV1 } from '../../events/prescriptions.ts';
import { defineContext } from '../../shared/kernel/context.ts';
import { prescriptions } from './aggregate.ts';
import { prescriptionProblems } from './contract/problems.ts';
import { submitPrescription } from './routes/submit.ts';

export const prescriptionsContext = defineContext({
  name: 'prescriptions',
  routes: [submitPrescription],
  problems: prescriptionProblems,
  aggregates: [prescriptions],
  reactions: [],
  publishes: [PrescriptionActivatedV1],
});
