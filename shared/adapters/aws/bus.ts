import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Bus, Message } from '../../kernel/messages.ts';
import type { Pause } from '../node/pause.ts';
import { TooLargeError } from './outage.ts';

/** EventBridge takes so many entries in one request … */
const ENTRIES_MAX = 10;
/** … and so many bytes, of source, type and content together, all entries counted. */
const REQUEST_BYTES_MAX = 256 * 1024;
const ATTEMPTS_MAX = 4;
const PAUSE_MS = 100;

export interface EventBridgeBusOptions {
  readonly client: EventBridgeClient;
  readonly busName: string;
  /** The source of a type of event, from the manifests. Undefined: no context says that it publishes this. */
  readonly sourceOf: (type: string) => string | undefined;
  readonly pause: Pause;
}

/** Publishes in as few requests as fit; of a request that was taken in part, sends the rest again. */
export const createEventBridgeBus = ({ client, busName, sourceOf, pause }: EventBridgeBusOptions): Bus => {
  const entryOf = (message: Message): PutEventsRequestEntry => {
    const source = sourceOf(message.type);
    if (source === undefined) throw new Error(`no context publishes ${message.type}`);
    return { EventBusName: busName, Source: source, DetailType: message.type, Detail: JSON.stringify(message) };
  };

  const send = async (entries: readonly PutEventsRequestEntry[]): Promise<void> => {
    let waiting = entries;
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: [...waiting] }));
      waiting = waiting.filter((_, index) => Entries[index]?.ErrorCode !== undefined);
      if (waiting.length === 0) return;
      await pause(PAUSE_MS * 2 ** (attempt - 1));
    }
    throw new Error(`the bus refused ${waiting.length} of ${entries.length} events ${ATTEMPTS_MAX} times`);
  };

  return {
    publish: async (messages) => {
      for (const batch of batchesOf(messages.map(entryOf))) await send(batch);
    },
  };
};

const bytesOf = ({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry): number =>
  Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);

const batchesOf = (entries: readonly PutEventsRequestEntry[]): readonly (readonly PutEventsRequestEntry[])[] => {
  const batches: PutEventsRequestEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = bytesOf(entry);
    if (size > REQUEST_BYTES_MAX) throw new TooLargeError('an event');
    const current = batches.at(-1);
    if (current === undefined || current.length === ENTRIES_MAX || bytes + size > REQUEST_BYTES_MAX) {
      batches.push([entry]);
      bytes = size;
    } else {
      current.push(entry);
      bytes += size;
    }
  }
  return batches;
};
