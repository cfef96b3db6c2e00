/** Puts surrogates above all other code units, where UTF-8 has them. */
const rank = (unit: number): number => {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
};

/** The order of the texts' UTF-8 bytes, in which every engine lists. Negative, zero or positive. */
export const compareUtf8 = (left: string, right: string): number => {
  if (left === right) return 0;
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const [one, other] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (one !== other) return rank(one) - rank(other);
  }
  return left.length - right.length;
};

/** How many of the items, which are in this order, come before the first that `isBehind`. */
export const countBefore = <Item>(items: readonly Item[], isBehind: (item: Item) => boolean): number => {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && isBehind(item)) high = middle;
    else low = middle + 1;
  }
  return low;
};
