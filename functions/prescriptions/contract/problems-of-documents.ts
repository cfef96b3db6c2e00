import { defineProblems } from '../../../shared/kernel/problem.ts';

/** 预核验: what may not be prescribed so. */
export const documentProblems = defineProblems({
  'prescribed-in-future': {
    status: 400,
    title: 'The prescription is dated in the future',
    remedy: 'Send the time of prescribing; check your clock.',
  },
  'validity-too-long': {
    status: 400,
    title: 'The prescription is meant to be valid for too long',
    remedy: 'Send at most daysMax as validDays (处方管理办法 art. 18).',
  },
  'unknown-drug': {
    status: 400,
    title: 'A drug is not in the region’s catalogue',
    remedy: 'Correct the drug code of that line; see GET /v1/drugs.',
  },
  'duplicate-drug': { status: 400, title: 'A drug stands on two lines', remedy: 'Put each drug on one line with its whole quantity.' },
  'herbs-mixed': {
    status: 400,
    title: 'Herbal pieces stand beside western or Chinese patent drugs',
    remedy: 'Write the herbal pieces on a prescription of their own.',
  },
  'too-many-drugs': { status: 400, title: 'There are too many drugs on one prescription', remedy: 'Split it; at most linesMax lines.' },
  'restricted-drug-class': {
    status: 400,
    title: 'A drug may not be prescribed by this way',
    remedy: 'Drugs under special control are not sold online or by pharmacies; dispense the drug of that line in the hospital.',
  },
  'long-term-drug-excluded': {
    status: 400,
    title: 'A drug may not be on a long-term prescription',
    remedy: 'Prescribe the drug of that line for an ordinary supply (长期处方管理规范).',
  },
  'supply-days-exceeded': {
    status: 400,
    title: 'The supply is too long',
    remedy: 'Prescribe at most daysMax days for this basis (处方管理办法 art. 19).',
  },
  'supply-reason-missing': {
    status: 400,
    title: 'A longer supply needs a written reason',
    remedy: 'Send supply.reason, or prescribe the usual days.',
  },
  'repeat-not-allowed': {
    status: 400,
    title: 'It may not be repeated so',
    remedy: 'Only a long-term prescription repeats, within the region’s number of fills and interval.',
  },
  'consent-missing': {
    status: 403,
    title: 'A supply beyond the usual weeks needs the patient’s signed consent',
    remedy: 'Send supply.consent with the reference of the signed record.',
  },
  'out-of-region': {
    status: 403,
    title: 'The patient is insured in another region',
    remedy: 'Prescriptions of people insured elsewhere are not accepted for now.',
  },
  'online-not-allowed': { status: 403, title: 'The region takes no online prescriptions', remedy: 'See the patient in person.' },
  'first-visit-not-allowed': {
    status: 403,
    title: 'Online prescribing is for follow-up only (复诊)',
    remedy: 'Send isFirstVisit false and followUpEvidence of the earlier diagnosis in person.',
  },
  'online-authorisation-missing': {
    status: 403,
    title: 'The online identity check is missing',
    remedy: 'Send onlineAuthNumber, the serial of the identity check.',
  },
  'guardian-missing': { status: 403, title: 'A small child needs its guardian online', remedy: 'Have the guardian present, and say so.' },
  'paediatrician-missing': {
    status: 403,
    title: 'A small child needs a paediatrician online',
    remedy: 'Let a paediatric specialist prescribe.',
  },
  'prescriber-too-new': {
    status: 403,
    title: 'The doctor’s independent practice is too short for online prescribing',
    remedy: 'Let a doctor with the required years prescribe.',
  },
  'other-patient': { status: 422, title: 'The revision names another patient', remedy: 'Send a new prescription for another patient.' },
});
