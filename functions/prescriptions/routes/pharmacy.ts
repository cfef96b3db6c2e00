import { ApproveBody, DoubtBody, ReleaseBody, ReverseSaleBody } from '../contract/requests.ts';
import { personOf } from '../facts.ts';
import { findingsOf } from './hospital.ts';
import { pharmacyStep } from './pharmacy-step.ts';

const reviewerProblems = ['pharmacist-is-prescriber', 'practitioner-unknown', 'wrong-profession', 'licence-invalid'] as const;

export const approvePrescription = pharmacyStep({
  step: 'approve',
  operationId: 'approvePrescription',
  summary: 'Record that the pharmacy’s pharmacist approves (审方通过)',
  description: 'Approved: the pharmacy may dispense.',
  body: ApproveBody,
  problems: ['cancellation-pending', ...reviewerProblems],
  example: { pharmacistId: '{{pharmacistId}}', opinionCode: 'fit-for-dispensing' },
  commandOf: async (offerId, { body, caller, now }, runtime) => ({
    type: 'ApprovePrescription',
    offerId,
    pharmacist: await personOf(runtime, caller.agencyId, body.pharmacistId),
    opinionCode: body.opinionCode,
    findings: findingsOf(body.findings),
    at: now,
  }),
});

export const doubtPrescription = pharmacyStep({
  step: 'doubt',
  operationId: 'doubtPrescription',
  summary: 'Record a clinical doubt: nobody dispenses until the prescriber answers',
  description: 'Suspended; or cancelled, if the prescriber had asked for it back.',
  body: DoubtBody,
  problems: reviewerProblems,
  example: {
    pharmacistId: '{{pharmacistId}}',
    reasonCode: 'dose-too-high',
    findings: [{ source: 'rules', code: 'dose-too-high', severity: 'warning' }],
  },
  commandOf: async (offerId, { body, caller, now }, runtime) => ({
    type: 'DoubtPrescription',
    offerId,
    pharmacist: await personOf(runtime, caller.agencyId, body.pharmacistId),
    reasonCode: body.reasonCode,
    findings: findingsOf(body.findings),
    at: now,
  }),
});

export const releasePrescription = pharmacyStep({
  step: 'release',
  operationId: 'releasePrescription',
  summary: 'Give a claimed prescription back for an operational reason',
  description: 'Active again for others; or cancelled, if the prescriber had asked for it back.',
  body: ReleaseBody,
  problems: ['partly-dispensed'],
  example: { reason: 'out-of-stock' },
  commandOf: (offerId, { body, now }) => ({ type: 'ReleasePrescription', offerId, reason: body.reason, at: now }),
});

export const reverseSale = pharmacyStep({
  step: 'reverse-sale',
  operationId: 'reverseSale',
  summary: 'Take the sale back: the goods never left, or came back (退药冲销)',
  description: 'Returned; its trace codes are free again. A repeat prescription goes on with its next fill.',
  body: ReverseSaleBody,
  problems: [],
  example: { reason: 'uncollected' },
  commandOf: (offerId, { body, now }) => ({ type: 'ReverseSale', offerId, reason: body.reason, at: now }),
});
