/** A refusal that this command can meet. Another one is a bug: it was meant for another command, and throws. */
export const onlyOf = <Refusal extends { readonly code: string }, const Code extends Refusal['code']>(
  refusal: Refusal,
  codes: readonly Code[],
): Extract<Refusal, { readonly code: Code }> => {
  const isExpected = (one: Refusal): one is Extract<Refusal, { readonly code: Code }> => codes.some((code) => code === one.code);
  if (isExpected(refusal)) return refusal;
  throw new Error(`the refusal ${refusal.code} came to the wrong command`);
};
