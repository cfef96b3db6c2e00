import * as z from 'zod/mini';
import { ok, type Result } from '../../../shared/kernel/result.ts';

export const PatientEvent = z.discriminatedUnion('type', [
  /** The keys of the patient's data up to this generation are to be destroyed, or are already. */
  z.object({ type: z.literal('PatientErased'), generation: z.int().check(z.gte(1)) }),
]);
export type PatientEvent = z.infer<typeof PatientEvent>;

/** What is known of a person without knowing the person: whether, and up to which key, the data were erased. */
export type Patient = { readonly status: 'NEVER_ERASED' } | { readonly status: 'ERASED'; readonly generation: number };

export interface ErasePatient {
  readonly type: 'ErasePatient';
  /** The vault's newest key of this patient when the erasure was asked for. */
  readonly generation: number;
}

/** 个人信息保护法 art. 47: on demand, what need not be kept is deleted; what the law keeps becomes unreadable with its key. */
export const decide = (state: Patient, { generation }: ErasePatient): Result<readonly PatientEvent[], never> =>
  // Stryker disable next-line ConditionalExpression: who was never erased has no generation, which is not as new as any
  ok(state.status === 'ERASED' && state.generation >= generation ? [] : [{ type: 'PatientErased', generation }]);

export const evolve = (_state: Patient, { generation }: PatientEvent): Patient => ({ status: 'ERASED', generation });
