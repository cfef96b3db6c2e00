const freeze = (value: unknown): void => {
  if (typeof value !== 'object' || value === null) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
};

/** A copy as it would come back from a disk. Frozen, so that whoever changes what he read breaks at once instead of changing the store. */
export const frozenCopy = <Value>(value: Value): Value => {
  const copy: Value = JSON.parse(JSON.stringify(value));
  freeze(copy);
  return copy;
};
