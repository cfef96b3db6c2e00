import type { Request } from '../world/edge.ts';
import type { Region } from '../world/region.ts';
import { signatureBy } from '../world/signer.ts';
import { doctor, type PharmacyAgency } from '../world/template.ts';
import { type Case, type KnownOffer, partnersNow, review, signaturesOf } from './cases.ts';
import { type Shelf, saleOf } from './sales.ts';

const fresh = (one: Case): string => {
  one.keys += 1;
  return `case-${one.number}-${one.keys}`;
};

const step = (one: Case, agency: { readonly agencyId: string; readonly apiKey: string }, name: string, body: unknown): Request => ({
  method: 'POST',
  route: `/v1/prescriptions/{id}/${name}`,
  params: { id: one.prescriptionId },
  agencyId: agency.agencyId,
  apiKey: agency.apiKey,
  key: fresh(one),
  body,
});

/** What the hospital may do with a case. */
export const hospitalSteps = {
  submit: (_region: Region, one: Case): Request => one.submission,
  review: ({ cast }: Region, one: Case): Request => step(one, cast.hospital, 'review', review),
  sign: (region: Region, one: Case): Request => step(one, region.cast.hospital, 'sign', signaturesOf(one.document, partnersNow(region))),
  activate: ({ cast }: Region, one: Case): Request => step(one, cast.hospital, 'activate', {}),
  cancel: ({ cast }: Region, one: Case): Request =>
    step(one, cast.hospital, 'cancel', { practitionerId: doctor.practitionerId, reason: 'wrong-drug' }),
  confirm: (region: Region, one: Case): Request =>
    step(one, region.cast.hospital, 'confirm', signatureBy(doctor, 'prescriber', one.document, partnersNow(region))),
};

export const patientSteps = {
  collect: ({ cast }: Region, one: Case): Request => step(one, cast.patientApp, 'collect', { patientToken: one.patientToken }),
  choose: ({ cast, books }: Region, one: Case): Request =>
    step(one, cast.patientApp, 'routing', {
      patientToken: one.patientToken,
      fill: books.prescriptions.get(one.prescriptionId)?.fill ?? 1,
      choice: { by: 'cheapest' },
    }),
};

const withSecret = (request: Request, secret: string | undefined): Request =>
  secret === undefined ? request : { ...request, headers: { 'claim-secret': secret } };

const offerStep = (one: Case, { offerId, pharmacy }: KnownOffer, name: string, body?: unknown): Request => ({
  method: 'POST',
  route: `/v1/offers/{id}/${name}`,
  params: { id: offerId },
  agencyId: pharmacy.agencyId,
  apiKey: pharmacy.apiKey,
  // One key per offer and step: whoever lost the answer asks again with it.
  key: `case-${one.number}-${name}-${offerId}`,
  ...(body === undefined ? {} : { body }),
});

/** A person wants to be forgotten, and the platform sees to it. */
export const erase = ({ cast }: Region, one: Case): Request => ({
  method: 'DELETE',
  route: '/v1/patients/{token}',
  params: { token: one.patientToken },
  agencyId: cast.platform.agencyId,
  apiKey: cast.platform.apiKey,
  key: '',
});

/** A pharmacy without a working receiver looks for itself. */
export const pollOffers = (pharmacy: PharmacyAgency): Request => {
  const { agencyId, apiKey } = pharmacy;
  return { method: 'GET', route: '/v1/offers', params: {}, agencyId, apiKey, key: '', query: {} };
};

/** Who reviews at the counter; a liar signs with the doctor's name. */
const reviewerAt = ({ misfortune, tally }: Region, { pharmacy }: KnownOffer): string => {
  if (!misfortune.strikes('liars', 0.04)) return pharmacy.staff[0].practitionerId;
  tally.count('fault reviewer-who-is-none');
  return doctor.practitionerId;
};

/** What a pharmacy may do under an offer. */
export const pharmacySteps = {
  accept: (_region: Region, one: Case, offer: KnownOffer): Request => offerStep(one, offer, 'accept'),
  decline: (_region: Region, one: Case, offer: KnownOffer): Request => offerStep(one, offer, 'decline', { reason: 'closing' }),
  approve: (region: Region, one: Case, offer: KnownOffer): Request =>
    withSecret(step(one, offer.pharmacy, 'approve', { pharmacistId: reviewerAt(region, offer), opinionCode: 'appropriate' }), offer.secret),
  doubt: (_region: Region, one: Case, offer: KnownOffer): Request =>
    withSecret(
      step(one, offer.pharmacy, 'doubt', { pharmacistId: offer.pharmacy.staff[0].practitionerId, reasonCode: 'dose-too-high' }),
      offer.secret,
    ),
  release: (_region: Region, one: Case, offer: KnownOffer): Request =>
    withSecret(step(one, offer.pharmacy, 'release', { reason: 'out-of-stock' }), offer.secret),
  dispense: (region: Region, one: Case, offer: KnownOffer, shelf: Shelf): Request =>
    withSecret(step(one, offer.pharmacy, 'dispense', saleOf(region, one, { pharmacy: offer.pharmacy, shelf })), offer.secret),
  reverse: (_region: Region, one: Case, offer: KnownOffer): Request =>
    withSecret(step(one, offer.pharmacy, 'reverse-sale', { reason: 'uncollected' }), offer.secret),
  handOver: ({ chance }: Region, one: Case, offer: KnownOffer): Request =>
    step(one, offer.pharmacy, 'hand-over', {
      pickupCode: one.codes.at(-1) ?? String(100_000 + chance.below(9)),
      handedOverBy: 'counter-1',
    }),
  document: (_region: Region, one: Case, offer: KnownOffer): Request => {
    const { body: _body, ...request } = step(one, offer.pharmacy, 'document', undefined);
    return withSecret({ ...request, method: 'GET' }, offer.secret);
  },
};
