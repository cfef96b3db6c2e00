import { defineProblems } from '../../../shared/kernel/problem.ts';

export const routingProblems = defineProblems({
  'already-claimed': {
    status: 409,
    title: 'A pharmacy was faster or holds the fill already',
    remedy: 'A pharmacy lets go of the offer; a patient app waits until the pharmacy releases the fill.',
  },
  'offer-lapsed': {
    status: 409,
    title: 'The time to answer this offer is over',
    remedy: 'Answer before expiresAt; another offer may follow.',
  },
  'offer-declined': { status: 409, title: 'The offer was declined', remedy: 'Nothing: a declined offer stays declined.' },
  'offer-withdrawn': {
    status: 409,
    title: 'The offer no longer stands',
    remedy: 'Let go of it: the patient chose anew or the prescription ended.',
  },
  'offer-released': {
    status: 409,
    title: 'The fill was held under this offer and is no longer',
    remedy: 'Nothing: a new offer is made when the fill comes to you again.',
  },
  'offer-accepted': { status: 409, title: 'The offer was accepted', remedy: 'Release the prescription instead.' },
  'routing-closed': { status: 409, title: 'The prescription is cancelled or expired', remedy: 'Ask the hospital for a new prescription.' },
  'routing-paused': {
    status: 409,
    title: 'The prescriber must answer a pharmacist’s doubt first',
    remedy: 'Wait for prescription.confirmed or prescription.cancelled.',
  },
  'choices-used-up': {
    status: 409,
    title: 'Pharmacies were asked as often as the region allows for one fill',
    remedy: 'Ask the hospital for a new prescription.',
  },
  'place-missing': {
    status: 422,
    title: 'The nearest pharmacy needs a place',
    remedy: 'Say near with latitude and longitude, or choose otherwise.',
  },
  'named-pharmacy-missing': { status: 422, title: 'No pharmacy is named', remedy: 'Say pharmacyId, or choose otherwise.' },
  'pharmacy-unknown': { status: 422, title: 'There is no such pharmacy in this region', remedy: 'Take a pharmacyId from the options.' },
  'radius-too-wide': { status: 422, title: 'The radius is wider than the region allows', remedy: 'Say at most radiusMetresMax.' },
});
