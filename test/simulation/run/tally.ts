/** How often each thing happened, by its name; adds up in any order, so that it does not matter who ran which history. */
export type Counts = Readonly<Record<string, number>>;

export const addCounts = (left: Counts, right: Counts): Counts => {
  const sum: Record<string, number> = { ...left };
  for (const [name, count] of Object.entries(right)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
};

export const createTally = () => {
  const counts: Record<string, number> = {};
  return {
    counts: counts as Counts,
    count: (name: string, by = 1): void => {
      counts[name] = (counts[name] ?? 0) + by;
    },
  };
};
export type Tally = ReturnType<typeof createTally>;

/** Those of one kind, most frequent first: `fault crash` is the count `crash` of the kind `fault`. */
export const ofKind = (kind: string, counts: Counts): readonly (readonly [name: string, count: number])[] =>
  Object.entries(counts)
    .filter(([name]) => name.startsWith(`${kind} `))
    .map(([name, count]) => [name.slice(kind.length + 1), count] as const)
    .sort(([, left], [, right]) => right - left);
