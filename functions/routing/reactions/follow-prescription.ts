import {
  PrescriptionActivatedV1,
  PrescriptionCancelledV1,
  PrescriptionClaimedV1,
  PrescriptionClaimRefusedV1,
  PrescriptionConfirmedV1,
  PrescriptionExpiredV1,
  PrescriptionReleasedV1,
  PrescriptionSuspendedV1,
} from '../../../events/prescriptions.ts';
import { done } from '../../../shared/kernel/messages.ts';
import { type Reaction, reaction } from '../../../shared/kernel/reaction.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { routings } from '../aggregate.ts';
import { routingIdOf } from '../domain/offer-id.ts';
import { readMoment } from '../views/facts.ts';
import { give, giveKnowing } from './give.ts';

const offerWhenActivated = reaction({
  name: 'offer-when-activated',
  on: PrescriptionActivatedV1,
  handle: async ({ data: { choice: said, ...fill }, cause }, runtime) => {
    await runtime.execute(routings, routingIdOf(fill.prescriptionId, fill.fill), cause, async () =>
      ok({ type: 'StartRouting', ...fill, said, ...(await readMoment(runtime, cause.at, fill.lines)) }),
    );
    return done;
  },
});

const confirmWhenClaimed = reaction({
  name: 'confirm-when-claimed',
  on: PrescriptionClaimedV1,
  handle: (received, runtime) => give(received, runtime, { type: 'ConfirmClaim', offerId: received.data.offerId }),
});

const stopWhenClaimRefused = reaction({
  name: 'stop-when-claim-refused',
  on: PrescriptionClaimRefusedV1,
  handle: (received, runtime) => {
    const { offerId, reason } = received.data;
    return giveKnowing(received, runtime, {
      whileIn: ['ACCEPTED'],
      command: (moment) => ({ type: 'RefuseClaim', offerId, reason, ...moment }),
    });
  },
});

const offerAgainWhenReleased = reaction({
  name: 'offer-again-when-released',
  on: PrescriptionReleasedV1,
  handle: (received, runtime) => {
    const { offerId, reason } = received.data;
    return giveKnowing(received, runtime, {
      whileIn: ['ACCEPTED', 'CONFIRMED'],
      command: (moment) => ({ type: 'ReleaseClaim', offerId, reason, ...moment }),
    });
  },
});

const pauseWhenSuspended = reaction({
  name: 'pause-when-suspended',
  on: PrescriptionSuspendedV1,
  handle: (received, runtime) => give(received, runtime, { type: 'SuspendClaim', pharmacyId: received.data.pharmacyId }),
});

const offerAgainWhenConfirmed = reaction({
  name: 'offer-again-when-confirmed',
  on: PrescriptionConfirmedV1,
  handle: (received, runtime) =>
    giveKnowing(received, runtime, {
      whileIn: ['ACCEPTED', 'CONFIRMED', 'PAUSED'],
      command: (moment) => ({ type: 'ResumeRouting', ...moment }),
    }),
});

const closeWhenCancelled = reaction({
  name: 'close-when-cancelled',
  on: PrescriptionCancelledV1,
  handle: (received, runtime) => give(received, runtime, { type: 'CloseRouting', because: 'prescription-cancelled' }),
});

const closeWhenExpired = reaction({
  name: 'close-when-expired',
  on: PrescriptionExpiredV1,
  handle: (received, runtime) => give(received, runtime, { type: 'CloseRouting', because: 'prescription-expired' }),
});

/** What the prescription tells the routing. */
export const followPrescription: readonly Reaction[] = [
  offerWhenActivated,
  confirmWhenClaimed,
  stopWhenClaimRefused,
  offerAgainWhenReleased,
  pauseWhenSuspended,
  offerAgainWhenConfirmed,
  closeWhenCancelled,
  closeWhenExpired,
];
