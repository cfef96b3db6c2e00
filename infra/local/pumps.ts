import { addMs, type Clock, epochMs, type Instant, MINUTE_MS, SECOND_MS } from '../../shared/kernel/time.ts';
import type { Engine } from './engine.ts';

/** Messages of one inbox handled at once, as Lambda's concurrency would. */
const IN_FLIGHT_MAX = 32;
/** Of these, at most so many of one group: a dead webhook endpoint leaves room for the others. */
const IN_FLIGHT_PER_GROUP_MAX = 4;
/** A sleeping pump looks again after this long, whatever it was told. */
const IDLE_MS_MAX = 30_000;

/** After a failure, and for a reader of the journal at the latest. */
const AGAIN_MS = SECOND_MS;
const SWEEP_MS = 10 * MINUTE_MS;

interface Alarm {
  ring(): void;
  ringAt(at: Instant): void;
  /** Waits for a ring, at most `IDLE_MS_MAX`. */
  wait(): Promise<void>;
}

const createAlarm = (clock: Clock): Alarm => {
  let isRung = false;
  let wake: (() => void) | undefined;
  let dueMs = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const ring = (): void => {
    isRung = true;
    wake?.();
  };
  const arm = (): void => {
    clearTimeout(timer);
    const waitMs = Math.max(0, Math.min(dueMs - epochMs(clock.now()), IDLE_MS_MAX));
    timer = setTimeout(() => {
      dueMs = Number.POSITIVE_INFINITY;
      ring();
    }, waitMs);
  };
  return {
    ring,
    ringAt: (at) => {
      const atMs = epochMs(at);
      if (atMs <= epochMs(clock.now())) return ring();
      if (atMs >= dueMs) return;
      dueMs = atMs;
      if (wake !== undefined) arm();
    },
    wait: async () => {
      if (!isRung) {
        const rung = new Promise<void>((resolve) => {
          wake = resolve;
        });
        arm();
        await rung;
        clearTimeout(timer);
        wake = undefined;
      }
      isRung = false;
    },
  };
};

/** Drives an engine in real time: the relay, the projector and every inbox, each in its own loop. */
export const createPumps = (engine: Engine, clock: Clock) => {
  const names = ['relay', 'projector', ...engine.inboxes];
  const alarms = new Map(names.map((name) => [name, createAlarm(clock)]));
  let isStopped = false;

  /** A full disk or the like ends no loop: it looks again when it is rung, or after a moment. */
  const orLater = async <Value>(name: string, otherwise: Value, step: () => Promise<Value>): Promise<Value> => {
    try {
      return await step();
    } catch (thrown) {
      engine.runtime.log.failure('pump.failed', thrown, { reason: name });
      alarms.get(name)?.ringAt(addMs(clock.now(), AGAIN_MS));
      return otherwise;
    }
  };

  const readJournal = async (name: string, step: () => Promise<number>): Promise<void> => {
    while (!isStopped) {
      if ((await orLater(name, 0, step)) > 0) continue;
      // A commit that failed comes again without another one to ring for it.
      alarms.get(name)?.ringAt(addMs(clock.now(), AGAIN_MS));
      await alarms.get(name)?.wait();
    }
  };

  const readInbox = async (name: string): Promise<void> => {
    const groups = new Map<string, number>();
    const running = new Set<Promise<void>>();
    const count = (group: string | undefined, by: number): void => {
      if (group !== undefined) groups.set(group, (groups.get(group) ?? 0) + by);
    };
    while (!isStopped) {
      const busy = [...groups].filter(([, inFlight]) => inFlight >= IN_FLIGHT_PER_GROUP_MAX).map(([group]) => group);
      const free = IN_FLIGHT_MAX - running.size;
      const deliveries = free === 0 ? [] : await orLater(name, [], () => engine.inbox.receive(name, free, busy));
      for (const delivery of deliveries) {
        count(delivery.group, 1);
        // Not settled, it comes again when its receipt runs out.
        const run = orLater(name, undefined, () => engine.handle(delivery)).finally(() => {
          count(delivery.group, -1);
          running.delete(run);
          alarms.get(name)?.ring();
        });
        running.add(run);
      }
      if (deliveries.length > 0) continue;
      const next = free === 0 ? undefined : engine.inbox.nextDueAt(name);
      // What is due now waits for a busy group: the end of one of its deliveries rings.
      if (next !== undefined && next > clock.now()) alarms.get(name)?.ringAt(next);
      await alarms.get(name)?.wait();
    }
    await Promise.all(running);
  };

  const sweeping = setInterval(() => void orLater('sweep', 0, engine.sweep), SWEEP_MS).unref();

  return {
    onWork: (work: { readonly kind: 'journal' } | { readonly kind: 'inbox'; readonly inbox: string; readonly at: Instant }): void => {
      if (work.kind === 'inbox') {
        alarms.get(work.inbox)?.ringAt(work.at);
        return;
      }
      alarms.get('relay')?.ring();
      alarms.get('projector')?.ring();
    },
    /** Takes up what an earlier process left, then runs until `stop`. */
    start: async (): Promise<{ readonly stopped: Promise<unknown> }> => {
      await engine.inbox.recover();
      const loops = [
        readJournal('relay', () => engine.stepRelay()),
        readJournal('projector', () => engine.stepProjector()),
        ...engine.inboxes.map(readInbox),
      ];
      return { stopped: Promise.all(loops) };
    },
    stop: (): void => {
      isStopped = true;
      clearInterval(sweeping);
      for (const alarm of alarms.values()) alarm.ring();
    },
  };
};
