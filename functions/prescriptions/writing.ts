import { offerOfClaimSecret } from '../../events/claim-secret.ts';
import { AgencyId, OfferId, type PrescriptionId } from '../../events/vocabulary/ids.ts';
import type { Executed, KeyReused } from '../../shared/kernel/execute.ts';
import type { Cause } from '../../shared/kernel/journal.ts';
import type { EdgeCode, Refusal } from '../../shared/kernel/problem.ts';
import { ok, type Refused, type Result, refuse } from '../../shared/kernel/result.ts';
import { type Answer, answer, type Caller } from '../../shared/kernel/route.ts';
import type { Runtime } from '../../shared/kernel/runtime.ts';
import { prescriptions } from './aggregate.ts';
import { type PrescriptionReply, replyOf } from './contract/replies.ts';
import type { PrescriptionCommand } from './domain/commands.ts';
import type { PrescriptionRefusal } from './domain/decision.ts';
import { isHolder, type Prescription, type Present } from './domain/prescription.ts';

export type WriteRefusal =
  | PrescriptionRefusal
  | KeyReused
  | { readonly code: 'version-mismatch' }
  | { readonly code: 'claim-secret-mismatch' };

/** A request that changes one prescription. */
export interface Write {
  readonly prescriptionId: PrescriptionId;
  readonly cause: Cause;
  readonly caller: Caller;
  /** `If-Match`: the version that the caller read, in quotes. */
  readonly ifMatch?: string | undefined;
}

type CommandOf = (state: Present) => Promise<PrescriptionCommand> | PrescriptionCommand;

const writeTo =
  (mayWrite: (state: Present, caller: Caller) => boolean) =>
  (
    { prescriptionId, cause, caller, ifMatch }: Write,
    { execute }: Pick<Runtime, 'execute'>,
    commandOf: CommandOf,
  ): Promise<Result<Executed<Prescription>, WriteRefusal>> =>
    execute(prescriptions, prescriptionId, cause, async (state, version): Promise<Result<PrescriptionCommand, WriteRefusal>> => {
      if (state.status === 'ABSENT' || !mayWrite(state, caller)) return refuse({ code: 'not-found' });
      if (!isExpectedVersion({ ifMatch }, version)) return refuse({ code: 'version-mismatch' });
      return ok(await commandOf(state));
    });

/** One command of the hospital that filed the prescription; for everyone else it does not exist. */
export const writeAsHospital = writeTo((state, caller) => state.content.hospitalId === caller.agencyId);

/** One command of a pharmacy. Its fence is the offer that its genuine claim secret named, and that the command carries. */
export const writeAsPharmacy = writeTo(() => true);

/**
 * The offer behind a claim secret. A holder with a forged one is told so (`claim-secret-mismatch`); a pharmacy that holds
 * nothing learns nothing (`not-found`).
 */
export const offerOf = async (
  { prescriptionId, caller }: Pick<Write, 'prescriptionId' | 'caller'>,
  secret: string | undefined,
  { load, seals }: Pick<Runtime, 'load' | 'seals'>,
): Promise<Result<OfferId, { readonly code: 'claim-secret-mismatch' } | { readonly code: 'not-found' }>> => {
  const pharmacyId = AgencyId.parse(caller.agencyId);
  const offerId = secret === undefined ? undefined : offerOfClaimSecret(seals, secret, { prescriptionId, pharmacyId });
  if (offerId !== undefined) return ok(OfferId.parse(offerId));
  const { state } = await load(prescriptions, prescriptionId);
  return refuse({ code: state.status !== 'ABSENT' && isHolder(state, pharmacyId) ? 'claim-secret-mismatch' : 'not-found' });
};

/** Whether the prescription is as the caller read it, where `If-Match` asks for that. */
export const isExpectedVersion = ({ ifMatch }: Pick<Write, 'ifMatch'>, version: number): boolean =>
  ifMatch === undefined || ifMatch === '*' || ifMatch === `"${version}"`;

/** The answer to a write, as of its own commit. */
export const answerOf = (
  status: number,
  { state, version }: Executed<Prescription>,
  { prescriptionId, caller }: Write,
): Answer<PrescriptionReply> => {
  if (state.status === 'ABSENT') throw new Error('a commit that left nothing');
  const reply = replyOf(state, version, { id: prescriptionId, seesPatient: caller.role === 'hospital' });
  return answer(status, reply, { etag: `"${version}"` });
};

const edgeCodes: readonly EdgeCode[] = ['not-found', 'version-mismatch', 'idempotency-key-reused'];

/** A refusal as its route declares it. Throws on a code that the route does not name: a mistake of ours, found by its test. */
export const refusedWith = <Code extends string>(codes: readonly Code[], refusal: Refusal): Refused<Refusal<Code | EdgeCode>> => {
  if (isDeclared(codes, refusal)) return refuse(refusal);
  throw new Error(`undeclared refusal ${refusal.code}`);
};

const isDeclared = <Code extends string>(codes: readonly Code[], refusal: Refusal): refusal is Refusal<Code | EdgeCode> => {
  const declared: readonly string[] = [...codes, ...edgeCodes];
  return declared.includes(refusal.code);
};
