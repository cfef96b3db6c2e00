/** A decision of the business: either a value, or a refusal with a literal code. Failures (bugs, outages) are thrown instead. */
export type Result<Value, Refusal> = Ok<Value> | Refused<Refusal>;
export interface Ok<Value> {
  readonly ok: true;
  readonly value: Value;
}
export interface Refused<Refusal> {
  readonly ok: false;
  readonly refusal: Refusal;
}

export const ok = <Value>(value: Value): Ok<Value> => ({ ok: true, value });
export const refuse = <const Refusal>(refusal: Refusal): Refused<Refusal> => ({ ok: false, refusal });

/** Ends a `switch` over a closed union: a variant that nobody handles does not compile. */
export const unreachable = (value: never): never => {
  const shape: unknown = value;
  const kind = typeof shape === 'object' && shape !== null && 'type' in shape ? String(shape.type) : typeof shape;
  throw new Error(`unreachable: ${kind}`);
};
