import type { Caller, Route } from '../../shared/kernel/route.ts';
import { SECOND_MS } from '../../shared/kernel/time.ts';
import { createRates, type RateLimit, rateHeaders } from './rate-limit.ts';

export interface AdmissionLimits {
  /** Requests in work at once; beyond this the server sheds load instead of queueing without end. */
  readonly requestsMax: number;
  /** How fast one agency may ask, so that a noisy one leaves room for the others. */
  readonly agency: RateLimit;
  /** Requests of one agency in work at once: whoever sends its bodies drop by drop leaves room for the others, too. */
  readonly requestsOfOneMax: number;
  /** How long the region's own work may wait before it puts off what begins new work. */
  readonly backlogMsMax: number;
  /** What an agency may begin all the same: a flood of one hospital does not shut the others out. */
  readonly beginning: RateLimit;
  /** When work waits so long, nothing begins any more. */
  readonly backlogMsHopeless: number;
}

export const USUAL_ADMISSION: AdmissionLimits = {
  requestsMax: 512,
  agency: { perSecond: 250, burst: 500 },
  requestsOfOneMax: 128,
  backlogMsMax: SECOND_MS,
  beginning: { perSecond: 1, burst: 3 },
  backlogMsHopeless: 5 * SECOND_MS,
};

/** Seconds after which a put-off beginning is worth trying again: a backlog is gone in about the time that it is old. */
const PUT_OFF_SECONDS = { min: 1, max: 30 };

export interface Shed {
  readonly code: 'overloaded' | 'rate-limited';
  readonly headers: Readonly<Record<string, string>>;
}

export interface AdmissionDeps {
  readonly limits: AdmissionLimits;
  /** How long the oldest work that nobody took up has waited. */
  readonly backlogMs: () => number;
  /** Only ever grows. */
  readonly nowMs: () => number;
}

/**
 * Who is let in. What is under way comes before what is new: a pharmacist at the counter and a patient at the door get their answer,
 * while a hospital repeats its next prescription a second later and loses nothing by it.
 */
export const createAdmission = ({ limits, backlogMs, nowMs }: AdmissionDeps) => {
  const agencies = createRates(limits.agency, nowMs);
  const beginnings = createRates(limits.beginning, nowMs);
  let inWork = 0;
  const inWorkOf = new Map<string, number>();

  const isPutOff = (agencyId: string): boolean => {
    const waitedMs = backlogMs();
    if (waitedMs <= limits.backlogMsMax) return false;
    return waitedMs > limits.backlogMsHopeless || !beginnings.take(agencyId).isTaken;
  };

  return {
    /** Before anything is known of a request: undefined when it may come in; then `leave` must follow. */
    enter: (): Shed | undefined => {
      if (inWork >= limits.requestsMax) return { code: 'overloaded', headers: {} };
      inWork += 1;
      return undefined;
    },
    leave: (): void => {
      inWork -= 1;
    },
    /** When it is known who asks for what. */
    refusalOf: ({ isBeginning = false }: Pick<Route, 'isBeginning'>, { agencyId }: Pick<Caller, 'agencyId'>): Shed | undefined => {
      if ((inWorkOf.get(agencyId) ?? 0) >= limits.requestsOfOneMax) return { code: 'rate-limited', headers: {} };
      const rate = agencies.take(agencyId);
      if (!rate.isTaken) return { code: 'rate-limited', headers: rateHeaders(limits.agency, rate.retryAfterSeconds) };
      if (!(isBeginning && isPutOff(agencyId))) return undefined;
      const seconds = Math.min(Math.max(Math.ceil(backlogMs() / SECOND_MS), PUT_OFF_SECONDS.min), PUT_OFF_SECONDS.max);
      return { code: 'overloaded', headers: { 'retry-after': String(seconds) } };
    },
    /** Does what an agency asked for; it is in work until it is done. */
    workFor: async <Value>({ agencyId }: Pick<Caller, 'agencyId'>, work: () => Promise<Value>): Promise<Value> => {
      inWorkOf.set(agencyId, (inWorkOf.get(agencyId) ?? 0) + 1);
      try {
        return await work();
      } finally {
        const left = (inWorkOf.get(agencyId) ?? 0) - 1;
        if (left > 0) inWorkOf.set(agencyId, left);
        else inWorkOf.delete(agencyId);
      }
    },
  };
};
export type Admission = ReturnType<typeof createAdmission>;
