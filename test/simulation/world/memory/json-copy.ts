/** A copy as it would come back from a disk, without what JSON leaves out. Throws on what JSON would bring back as something else. */
export const jsonCopy = <Value>(value: Value): Value => copyOf(value) as Value;

const copyOf = (value: unknown): unknown => {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return scalarOf(value);
  if (Array.isArray(value)) return value.map(copyOf);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('a store keeps JSON only');
  const copy: Record<string, unknown> = {};
  for (const name in value) {
    const inner: unknown = (value as Record<string, unknown>)[name];
    if (inner !== undefined) copy[name] = copyOf(inner);
  }
  return copy;
};

const scalarOf = (value: unknown): unknown => {
  const isJson = value === null || typeof value === 'boolean' || Number.isFinite(value);
  if (!isJson) throw new TypeError('a store keeps JSON only');
  return value;
};
