import * as z from 'zod/mini';
import { DrugKind } from '../../../events/directory.ts';
import { AgencyId, PatientToken } from '../../../events/vocabulary/ids.ts';
import { Choice, DrugCode, InstantText, Place, Quantity } from '../../../events/vocabulary/values.ts';
import { addMs, DAY_MS, instant, laterOf } from '../../../shared/kernel/time.ts';
import { retentionDays } from './policy.ts';
import type { Verification } from './verification.ts';
import { validUntilOf } from './verify.ts';
import { ruledDrugs } from './verify-drugs.ts';

/** How the patient wants the pharmacy chosen; `near` is rounded to 0.01°, about a kilometre. */
export const PatientChoice = z.object({ by: Choice, pharmacyId: z.optional(AgencyId), near: z.optional(Place) });
export type PatientChoice = z.infer<typeof PatientChoice>;

/** A drug and how much of it one fill has. */
export const Line = z.object({ drugCode: DrugCode, quantity: Quantity, kind: DrugKind });
export type Line = z.infer<typeof Line>;

/** What the journal may know of a document: codes, quantities and flags. Its text is in the vault. */
export const Content = z.object({
  hospitalId: AgencyId,
  patientToken: PatientToken,
  prescriberId: z.string(),
  delegateIds: z.array(z.string()),
  documentHash: z.string(),
  /** 1, and one more after each rejection that was answered with a change. */
  revision: z.int(),
  /** The policy that the document was verified under. */
  policyVersion: z.string(),
  channel: z.enum(['in-person', 'online']),
  validUntil: InstantText,
  retainUntil: InstantText,
  lines: z.array(Line),
  repeat: z.optional(z.object({ fillsMax: z.int(), minIntervalDays: z.int() })),
  choice: z.optional(PatientChoice),
});
export type Content = z.infer<typeof Content>;

/** Who files it, and what was derived from it outside. */
export interface Filing {
  readonly hospitalId: AgencyId;
  readonly patientToken: PatientToken;
  readonly documentHash: string;
  readonly policyVersion: string;
  readonly choice?: PatientChoice | undefined;
}

/** The journal's part of a verified document. */
export const contentOf = (verification: Verification, filing: Filing, revision: number): Content => {
  const { document, rules, at } = verification;
  const drugs = ruledDrugs(verification);
  const { choice, ...filed } = filing;
  return {
    ...filed,
    revision,
    prescriberId: document.prescriberId,
    delegateIds: document.delegateIds ?? [],
    channel: document.channel,
    validUntil: validUntilOf(document),
    retainUntil: addMs(laterOf(at, instant(document.prescribedAt)), retentionDays(drugs, rules) * DAY_MS),
    // Stryker disable next-line OptionalChaining,StringLiteral: every line has its ruled drug, which the compiler cannot know
    lines: document.lines.map(({ drugCode, quantity }, index) => ({ drugCode, quantity, kind: drugs[index]?.kind ?? 'western' })),
    ...(document.repeat === undefined ? {} : { repeat: document.repeat }),
    ...(choice === undefined ? {} : { choice }),
  };
};
