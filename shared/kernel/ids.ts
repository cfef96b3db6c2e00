/** Where ids come from. */
export interface Ids {
  /** An id that is the same for the same parts: what a repeated command creates, meets the first. */
  derive(prefix: string, ...parts: readonly string[]): string;
  /** A hex digest, to compare two requests without keeping either. */
  digest(text: string): string;
}

/** A stream's name: aggregate and id, `prescription#rx_…`. */
export type StreamId = `${string}#${string}`;
export const streamId = (aggregate: string, id: string): StreamId => `${aggregate}#${id}`;
export const aggregateOf = (stream: StreamId): string => stream.slice(0, stream.indexOf('#'));
export const idOf = (stream: StreamId): string => stream.slice(stream.indexOf('#') + 1);
