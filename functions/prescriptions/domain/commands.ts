import type { Practitioner } from '../../../events/partners.ts';
import type { ReleaseReason } from '../../../events/prescriptions.ts';
import type { AgencyId, OfferId } from '../../../events/vocabulary/ids.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { Filing } from './content.ts';
import type { Finding } from './events.ts';
import type { Counter } from './goods.ts';
import type { PrescriptionRules } from './policy.ts';
import type { Sale } from './sale.ts';
import type { SignatureFact } from './signing.ts';
import type { Verification } from './verification.ts';

/** A person as named, and as the agency's directory knows that name. */
export interface Person {
  readonly practitionerId: string;
  readonly practitioner: Practitioner | undefined;
}

export type ReviewOutcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'rejected'; readonly reasonCode: string; readonly severity: 'warning' | 'blocking' };

interface At {
  readonly at: Instant;
}
/** Every pharmacy command names the offer that its claim came from: the fencing token. */
interface Fenced extends At {
  readonly offerId: OfferId;
}

export interface SubmitPrescription {
  readonly type: 'SubmitPrescription';
  readonly verification: Verification;
  readonly filing: Filing;
}
export interface RevisePrescription {
  readonly type: 'RevisePrescription';
  readonly verification: Verification;
  readonly filing: Filing;
}
export interface ReviewPrescription extends At {
  readonly type: 'ReviewPrescription';
  readonly pharmacist: Person;
  readonly outcome: ReviewOutcome;
  readonly findings: readonly Finding[];
}
export interface SignPrescription extends At {
  readonly type: 'SignPrescription';
  readonly prescriber: SignatureFact;
  readonly pharmacist?: SignatureFact | undefined;
  /** The prescriber insists in spite of a rejection that did not block. */
  readonly overrideReason?: string | undefined;
  readonly rules: PrescriptionRules;
}
export interface ActivatePrescription extends At {
  readonly type: 'ActivatePrescription';
}
/** Several steps in one commit: all of them or none. */
export interface DoInOneStep {
  readonly type: 'DoInOneStep';
  readonly steps: readonly (SubmitPrescription | ReviewPrescription | SignPrescription | ActivatePrescription)[];
}
export interface CancelPrescription extends At {
  readonly type: 'CancelPrescription';
  readonly doctor: Person;
  readonly reason: string;
}
export interface ConfirmPrescription extends At {
  readonly type: 'ConfirmPrescription';
  readonly confirmation: SignatureFact;
  readonly rules: PrescriptionRules;
}
export interface ClaimPrescription extends Fenced {
  readonly type: 'ClaimPrescription';
  readonly fill: number;
  readonly pharmacyId: AgencyId;
  readonly leaseEndsAt: Instant;
  readonly leaseMaxMs: number;
  /** Designated and licensed at this moment (定点, 药品经营许可证). */
  readonly isEligible: boolean;
}
export interface ApprovePrescription extends Fenced {
  readonly type: 'ApprovePrescription';
  readonly pharmacist: Person;
  readonly opinionCode: string;
  readonly findings: readonly Finding[];
}
export interface DoubtPrescription extends Fenced {
  readonly type: 'DoubtPrescription';
  readonly pharmacist: Person;
  readonly reasonCode: string;
  readonly findings: readonly Finding[];
}
export interface ReleasePrescription extends Fenced {
  readonly type: 'ReleasePrescription';
  readonly reason: ReleaseReason;
}
export interface DispensePrescription extends Fenced {
  readonly type: 'DispensePrescription';
  readonly sale: Sale;
  readonly checker: Person;
  readonly prescriber: Practitioner | undefined;
  readonly counter: Counter;
  /** Nothing more will follow, even when something is owing (欠药). */
  readonly isFinal: boolean;
  readonly today: string;
}
export interface ReverseSale extends Fenced {
  readonly type: 'ReverseSale';
  readonly reason: string;
}
export interface CompleteFill extends At {
  readonly type: 'CompleteFill';
  readonly fill: number;
  readonly pharmacyId: AgencyId;
}
export interface LapseClaim extends Fenced {
  readonly type: 'LapseClaim';
}
export interface ExpirePrescription extends At {
  readonly type: 'ExpirePrescription';
}
export interface OpenNextFill extends At {
  readonly type: 'OpenNextFill';
  readonly fill: number;
}

export type PrescriptionCommand =
  | SubmitPrescription
  | RevisePrescription
  | ReviewPrescription
  | SignPrescription
  | ActivatePrescription
  | DoInOneStep
  | CancelPrescription
  | ConfirmPrescription
  | ClaimPrescription
  | ApprovePrescription
  | DoubtPrescription
  | ReleasePrescription
  | DispensePrescription
  | ReverseSale
  | CompleteFill
  | LapseClaim
  | ExpirePrescription
  | OpenNextFill;
