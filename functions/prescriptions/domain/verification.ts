import type { Drug } from '../../../events/directory.ts';
import type { Practitioner } from '../../../events/partners.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { PrescriptionDocument } from './document.ts';
import type { PrescriptionRules } from './policy.ts';

/** What is checked, and the facts about it that stand outside of the document. */
export interface Verification {
  readonly document: PrescriptionDocument;
  /** The catalogue's entry of each line's drug, in the order of the lines. */
  readonly drugs: readonly (Drug | undefined)[];
  readonly prescriber: Practitioner | undefined;
  readonly rules: PrescriptionRules;
  readonly at: Instant;
}
