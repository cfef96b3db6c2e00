import type { PrescriptionEvent } from '../../../functions/prescriptions/domain/events.ts';
import type { Commit } from '../../../shared/kernel/journal.ts';
import { doctor, type PharmacyAgency } from '../world/template.ts';
import type { PackBook } from './pack-book.ts';
import { hold } from './violation.ts';

// The law of a prescription a second time, written from domain.md and not from the code: what the journal says is judged by this.

type Type = PrescriptionEvent['type'];
export type BookStatus =
  | 'ABSENT'
  | 'PRE_VERIFIED'
  | 'REVIEW_REJECTED'
  | 'SIGNED'
  | 'ACTIVE'
  | 'CLAIMED'
  | 'APPROVED'
  | 'SUSPENDED'
  | 'DISPENSED'
  | 'COMPLETED'
  | 'CANCELLED'
  | 'EXPIRED'
  | 'RETURNED';

const ENDED: readonly BookStatus[] = ['COMPLETED', 'CANCELLED', 'EXPIRED', 'RETURNED'];
export const isEnded = (status: BookStatus): boolean => ENDED.includes(status);
const OPEN: readonly BookStatus[] = ['PRE_VERIFIED', 'REVIEW_REJECTED', 'SIGNED', 'ACTIVE', 'CLAIMED', 'APPROVED', 'SUSPENDED'];

/** I16: where an event may happen, and where it leads; `same` stays, `next` is decided by the event. */
const TABLE: Readonly<Record<Type, readonly [from: readonly BookStatus[], to: BookStatus | 'same' | 'next']>> = {
  PrescriptionPreVerified: [['ABSENT'], 'PRE_VERIFIED'],
  PrescriptionReviewPassed: [['PRE_VERIFIED'], 'same'],
  PrescriptionReviewRejected: [['PRE_VERIFIED'], 'REVIEW_REJECTED'],
  PrescriptionRevised: [['REVIEW_REJECTED'], 'PRE_VERIFIED'],
  ReviewOverridden: [['REVIEW_REJECTED'], 'same'],
  PrescriptionSigned: [['PRE_VERIFIED', 'REVIEW_REJECTED'], 'SIGNED'],
  PrescriptionActivated: [['SIGNED'], 'ACTIVE'],
  PrescriptionClaimed: [['ACTIVE'], 'CLAIMED'],
  ClaimRefused: [[...OPEN, 'DISPENSED', ...ENDED], 'same'],
  PrescriptionReleased: [['CLAIMED', 'APPROVED'], 'ACTIVE'],
  PrescriptionApproved: [['CLAIMED'], 'APPROVED'],
  PrescriptionSuspended: [['CLAIMED'], 'SUSPENDED'],
  PrescriptionConfirmed: [['SUSPENDED'], 'ACTIVE'],
  SaleRecorded: [['APPROVED'], 'same'],
  PrescriptionDispensed: [['APPROVED'], 'DISPENSED'],
  PrescriptionCompleted: [['DISPENSED'], 'next'],
  FillOpened: [['ACTIVE'], 'same'],
  PrescriptionCancelled: [OPEN, 'CANCELLED'],
  CancellationRequested: [['CLAIMED', 'APPROVED'], 'same'],
  CancellationRefused: [['APPROVED', 'DISPENSED'], 'same'],
  PrescriptionExpired: [['SIGNED', 'ACTIVE', 'SUSPENDED'], 'EXPIRED'],
  PrescriptionSaleReversed: [['APPROVED', 'DISPENSED'], 'next'],
};

/** What the books hold of one prescription. */
export interface PrescriptionBook {
  status: BookStatus;
  validUntil: string;
  /** When the prescriber signed last. */
  signedAt: string | undefined;
  lines: readonly { readonly drugCode: string; readonly quantity: number; readonly kind: string }[];
  fillsMax: number;
  fill: number;
  claim: { readonly offerId: string; readonly pharmacyId: string; readonly leaseEndsAt: string } | undefined;
  isStopped: boolean;
  wasActivated: boolean;
  /** Sold of each line in this fill. */
  sold: number[];
  redeemed: Set<number>;
}

export const emptyBook = (): PrescriptionBook => ({
  status: 'ABSENT',
  validUntil: '',
  signedAt: undefined,
  lines: [],
  fillsMax: 1,
  fill: 1,
  claim: undefined,
  isStopped: false,
  wasActivated: false,
  sold: [],
  redeemed: new Set(),
});

export interface Facts {
  readonly pharmacies: readonly PharmacyAgency[];
  readonly packs: PackBook;
}

/** I2: what a pharmacy does, it does under its own live claim. */
const checkHolder = (book: PrescriptionBook, commit: Commit, mustBeInTime: boolean): void => {
  const { claim } = book;
  const { role, agencyId } = commit.actor;
  if (role !== 'pharmacy') return;
  hold('I2', claim !== undefined && claim.pharmacyId === agencyId, () => `${commit.stream}: a pharmacy wrote without the claim`);
  if (mustBeInTime) hold('I2', claim !== undefined && commit.at < claim.leaseEndsAt, () => `${commit.stream}: written after the lease`);
};

type SaleEvent = Extract<PrescriptionEvent, { type: 'SaleRecorded' }>;

const recordSale = (book: PrescriptionBook, event: SaleEvent, commit: Commit, facts: Facts): void => {
  checkHolder(book, commit, true);
  hold('I4', commit.actor.role === 'pharmacy', () => `${commit.stream}: a sale by ${commit.actor.role}`);
  hold('I5', !book.isStopped, () => `${commit.stream}: sold after the prescriber asked for it back`);
  for (const sold of event.sale.lines) {
    const { line, quantity } = sold;
    const prescribed = book.lines[line - 1];
    const total = (book.sold[line - 1] ?? 0) + quantity;
    hold('I1', total <= (prescribed?.quantity ?? 0), () => `${commit.stream}: ${total} of line ${line}`);
    const drug = { drugCode: prescribed?.drugCode ?? '', isHerbal: prescribed?.kind === 'herbal-piece' };
    facts.packs.sell(sold, drug, ownerOf(book, commit));
    book.sold[line - 1] = total;
  }
};

/** Who has the goods of a fill. */
const ownerOf = ({ fill }: PrescriptionBook, { stream }: Commit): string => `${stream} fill ${fill}`;

const endFill = (book: PrescriptionBook, next: { readonly fill: number } | undefined, ended: 'COMPLETED' | 'RETURNED'): void => {
  book.claim = undefined;
  book.isStopped = false;
  book.sold = [];
  book.status = next === undefined ? ended : 'ACTIVE';
  if (next !== undefined) book.fill = next.fill;
};

/** Enters one event; throws a Violation when the journal says what may not be. */
export const enter = (book: PrescriptionBook, event: PrescriptionEvent, commit: Commit, facts: Facts): void => {
  const [from, to] = TABLE[event.type];
  hold('I16', from.includes(book.status), () => `${commit.stream}: ${event.type} in ${book.status}`);
  if (to !== 'same' && to !== 'next') book.status = to;
  switch (event.type) {
    case 'PrescriptionPreVerified':
    case 'PrescriptionRevised':
      book.validUntil = event.content.validUntil;
      book.lines = event.content.lines;
      book.fillsMax = event.content.repeat?.fillsMax ?? 1;
      return;
    case 'PrescriptionSigned':
    case 'PrescriptionConfirmed':
      book.signedAt = event.at;
      return;
    case 'PrescriptionActivated':
      book.wasActivated = true;
      return;
    case 'PrescriptionClaimed':
      hold('I5', event.at < book.validUntil, () => `${commit.stream}: claimed after its validity`);
      hold('I2', event.fill === book.fill, () => `${commit.stream}: claimed for another fill`);
      book.claim = event.claim;
      book.isStopped = false;
      return;
    case 'PrescriptionApproved': {
      checkHolder(book, commit, true);
      const staff = facts.pharmacies.find(({ agencyId }) => agencyId === book.claim?.pharmacyId)?.staff ?? [];
      const isStaff = staff.some(({ practitionerId }) => practitionerId === event.pharmacistId);
      hold('I4', isStaff && event.pharmacistId !== doctor.practitionerId, () => `${commit.stream}: approved by nobody known`);
      return;
    }
    case 'SaleRecorded':
      recordSale(book, event, commit, facts);
      return;
    case 'PrescriptionSuspended':
      checkHolder(book, commit, true);
      book.claim = undefined;
      return;
    case 'PrescriptionReleased':
      checkHolder(book, commit, true);
      hold('I1', book.sold.length === 0, () => `${commit.stream}: released after a part was sold`);
      book.claim = undefined;
      return;
    case 'CancellationRequested':
      book.isStopped = true;
      return;
    case 'PrescriptionCancelled':
      hold('I5', book.sold.length === 0, () => `${commit.stream}: cancelled after a sale`);
      book.claim = undefined;
      return;
    case 'PrescriptionCompleted':
      hold(
        'I1',
        !book.redeemed.has(event.fill) && event.fill <= book.fillsMax,
        () => `${commit.stream}: fill ${event.fill} redeemed twice`,
      );
      book.redeemed.add(event.fill);
      endFill(book, event.next, 'COMPLETED');
      return;
    case 'PrescriptionSaleReversed':
      checkHolder(book, commit, false);
      facts.packs.takeBack(ownerOf(book, commit));
      endFill(book, event.next, 'RETURNED');
      return;
    default:
  }
};
