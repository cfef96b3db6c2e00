/** Creates once, on the first call. A failure is forgotten, so that a hiccup of a cold start does not stay for the function's life. */
export const lazy = <Value>(create: () => Promise<Value>): (() => Promise<Value>) => {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= create().catch((thrown: unknown) => {
      made = undefined;
      throw thrown;
    });
    return made;
  };
};
