/** Names under which FHIR messages carry what is ours. URNs, because nobody should look for a page behind them. */
const OURS = 'urn:sanlian:fhir';

/** Whose identifiers (`Identifier.system`). */
export const identifierSystems = {
  prescription: `${OURS}:id:prescription`,
  agency: `${OURS}:id:agency`,
  practitioner: `${OURS}:id:practitioner`,
  patientToken: `${OURS}:id:patient-token`,
  offer: `${OURS}:id:offer`,
} as const;

/** Which lists of codes (`Coding.system`). */
export const codeSystems = {
  problem: `${OURS}:code:problem`,
  supplyBasis: `${OURS}:code:supply-basis`,
  status: `${OURS}:code:prescription-status`,
  /** 行政区划代码 (GB/T 2260): where a patient is insured. */
  division: `${OURS}:code:division`,
} as const;

/** An extension of ours by its last word. */
export const extensionUrl = <const Name extends string>(name: Name) => `${OURS}:extension:${name}` as const;
