import type { AnyEvent } from './define-event.ts';
import * as fulfilment from './fulfilment.ts';
import * as partners from './partners.ts';
import * as prescriptions from './prescriptions.ts';
import * as routing from './routing.ts';

export const catalog: readonly AnyEvent[] = [
  prescriptions.PrescriptionActivatedV1,
  prescriptions.PrescriptionClaimedV1,
  prescriptions.PrescriptionClaimRefusedV1,
  prescriptions.PrescriptionReleasedV1,
  prescriptions.PrescriptionApprovedV1,
  prescriptions.PrescriptionSuspendedV1,
  prescriptions.PrescriptionConfirmedV1,
  prescriptions.PrescriptionDispensedV1,
  prescriptions.PrescriptionCompletedV1,
  prescriptions.PrescriptionCancellationRequestedV1,
  prescriptions.PrescriptionCancelledV1,
  prescriptions.PrescriptionCancellationRefusedV1,
  prescriptions.PrescriptionExpiredV1,
  prescriptions.PrescriptionSaleReversedV1,
  prescriptions.PatientErasedV1,
  routing.OfferMadeV1,
  routing.OfferAcceptedV1,
  routing.OfferDeclinedV1,
  routing.OfferLapsedV1,
  routing.OfferWithdrawnV1,
  routing.RoutingExhaustedV1,
  fulfilment.PickupReadyV1,
  fulfilment.PickupCollectedV1,
  fulfilment.PickupUncollectedV1,
  fulfilment.PickupReturnedToStockV1,
  partners.WebhookEndpointDisabledV1,
];
