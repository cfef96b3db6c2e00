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
/** A stream's name that was kept as a text. */
export const toStreamId = (text: string): StreamId => {
  const at = text.indexOf('#');
  return streamId(text.slice(0, at), text.slice(at + 1));
};
export const aggregateOf = (stream: StreamId): string => stream.slice(0, stream.indexOf('#'));
export const idOf = (stream: StreamId): string => stream.slice(stream.indexOf('#') + 1);
