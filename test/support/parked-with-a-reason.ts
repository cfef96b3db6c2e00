/** What the world can contradict after it was promised; an operator sees it, and the READMEs of the contexts say what to do. */
export const PARKED_WITH_A_REASON: readonly string[] = [
  'collected-before-reversal',
  'trace-code-sold-by-another',
  'trace-code-held-by-another',
  'opened-pack-overdrawn',
];
