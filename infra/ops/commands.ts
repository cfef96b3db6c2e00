import type { Instant } from '../../shared/kernel/time.ts';
import { type Deps, dropParked, listBoxes, listParked, redrive, retryParked, showBox } from './boxes.ts';
import { OpsError } from './ops-error.ts';
import { replay } from './replay.ts';
import type { Report } from './report.ts';
import { trace } from './trace.ts';

export interface Asked {
  /** What stands after the command's words. */
  readonly rest: readonly string[];
  readonly context: string | undefined;
  readonly since: Instant | undefined;
}

/** A command on one region that is opened. */
export interface Command {
  /** Its words, then what it takes. */
  readonly usage: string;
  readonly does: string;
  run(deps: Deps, asked: Asked): Promise<Report>;
}

const onlyOne = ({ rest }: Asked, usage: string): string => {
  const [first, ...others] = rest;
  if (first === undefined || others.length > 0) throw new OpsError(`Usage: npm run ops -- ${usage}`);
  return first;
};
const nothing = ({ rest }: Asked, usage: string): void => {
  if (rest.length > 0) throw new OpsError(`Usage: npm run ops -- ${usage}`);
};

const plain = (usage: string, does: string, run: (deps: Deps) => Promise<Report>): Command => ({
  usage,
  does,
  run: async (deps, asked) => {
    nothing(asked, usage);
    return run(deps);
  },
});
const ofOne = (usage: string, does: string, run: (deps: Deps, what: string) => Promise<Report>): Command => ({
  usage,
  does,
  run: async (deps, asked) => run(deps, onlyOne(asked, usage)),
});

const REPLAY = 'replay --context X --since T';

export const COMMANDS = {
  'dlq list': plain('dlq list', 'how many messages wait and how many are parked, inbox by inbox', listBoxes),
  'dlq show': ofOne('dlq show INBOX', 'what is parked in one inbox, relay or projector, and why', showBox),
  'dlq redrive': ofOne('dlq redrive INBOX', 'puts all of it back', redrive),
  'parked list': plain('parked list', 'what is parked anywhere', listParked),
  'parked retry': ofOne('parked retry ID', 'puts one back', retryParked),
  'parked drop': ofOne('parked drop ID', 'takes one away for good', dropParked),
  replay: {
    usage: REPLAY,
    does: 'sends again what the journal says since T (2026-03-01T08:00:00Z) to the inboxes of one context',
    run: async (deps, asked) => {
      nothing(asked, REPLAY);
      if (asked.context === undefined || asked.since === undefined) throw new OpsError(`Usage: npm run ops -- ${REPLAY}`);
      return replay(deps, asked.context, asked.since);
    },
  },
  trace: ofOne('trace ID', 'all that happened to one prescription, across contexts, webhooks included', trace),
} as const satisfies Readonly<Record<string, Command>>;
export type CommandName = keyof typeof COMMANDS;
