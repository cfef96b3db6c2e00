import type { Result } from '../../../shared/kernel/result.ts';
import type { PrescriptionEvent } from './events.ts';
import type { GoodsRefusal } from './goods.ts';
import type { PaymentRefusal } from './payment.ts';
import type { PractitionerRefusal } from './practitioner.ts';
import type { Prescription, Status } from './prescription.ts';
import type { SaleRefusal } from './sale.ts';
import type { SignatureRefusal } from './signing.ts';
import type { VerificationRefusal } from './verify.ts';

export interface InvalidState {
  readonly code: 'invalid-state';
  readonly currentStatus: Status;
}

/** Why a pharmacy's command is not its to give, at least not now. */
export type HoldingRefusal =
  | InvalidState
  | { readonly code: 'not-found' }
  | { readonly code: 'claim-pending' }
  | { readonly code: 'not-claim-holder' }
  | { readonly code: 'lease-expired' };

export type PrescriptionRefusal =
  | HoldingRefusal
  | PractitionerRefusal
  | VerificationRefusal
  | SignatureRefusal
  | SaleRefusal
  | GoodsRefusal
  | PaymentRefusal
  | { readonly code: 'other-patient' }
  | { readonly code: 'prescriber-licence-invalid' }
  | { readonly code: 'not-the-prescriber' }
  | { readonly code: 'not-the-reviewer' }
  | { readonly code: 'pharmacist-is-prescriber' }
  | { readonly code: 'review-missing' }
  | { readonly code: 'review-blocked' }
  | { readonly code: 'signature-missing' }
  | { readonly code: 'prescription-expired' }
  | { readonly code: 'prescription-already-used' }
  | { readonly code: 'cancellation-pending' }
  | { readonly code: 'partly-dispensed' };

export type Decision = Result<readonly PrescriptionEvent[], PrescriptionRefusal>;

export const invalidState = ({ status }: Pick<Prescription, 'status'>): InvalidState => ({ code: 'invalid-state', currentStatus: status });
