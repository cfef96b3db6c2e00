import { type Context, inboxesOf } from '../../shared/kernel/context.ts';
import type { Journal } from '../../shared/kernel/journal.ts';
import type { Bus, Inbox, Scheduler } from '../../shared/kernel/messages.ts';
import type { Holdings, ParkedBoxes } from '../../shared/kernel/operations.ts';
import type { Views } from '../../shared/kernel/views.ts';

/** A region as an operator's command holds it, whichever engine it runs on. */
export interface OpenedRegion {
  readonly region: string;
  /** For sentences: `.sanlian`, or `AWS cn-north-1`. */
  readonly place: string;
  readonly journal: Journal;
  readonly views: Views;
  readonly inbox: Inbox;
  readonly bus: Bus;
  readonly scheduler: Scheduler;
  readonly parked: ParkedBoxes;
  /** All that it keeps; needs more rights than the rest. */
  holdings(): Promise<Holdings>;
  /** The region's secret. */
  masterKey(): Promise<Buffer>;
  /** Puts another secret in its place, before anything was derived from the old one. */
  adoptKey(masterKey: Buffer): Promise<void>;
  close(): void;
}

/** The readers of the journal, which park commits. */
export const READERS = ['relay', 'projector'] as const;

export const boxesOf = (contexts: readonly Context[]): readonly string[] => [...READERS, ...contexts.flatMap(inboxesOf)];
