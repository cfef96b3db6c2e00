/** Names under which FHIR messages carry what is ours. URNs, because nobody should look for a page behind them. */
const OURS = 'urn:sanlian:fhir';

/** Which lists of codes (`Coding.system`). */
export const codeSystems = {
  problem: `${OURS}:code:problem`,
  supplyBasis: `${OURS}:code:supply-basis`,
  status: `${OURS}:code:prescription-status`,
  /** 行政区划代码 (GB/T 2260): where a patient is insured. */
  division: `${OURS}:code:division`,
} as const;
