/** Elements by which a resource says that it is not to be used, and what they say then. R4 marks all of them as modifiers. */
const voids: Readonly<Record<string, { readonly element: string; readonly said: readonly string[] }>> = {
  Patient: { element: 'active', said: ['false'] },
  Organization: { element: 'active', said: ['false'] },
  Medication: { element: 'status', said: ['inactive', 'entered-in-error'] },
  Composition: { element: 'status', said: ['preliminary', 'entered-in-error'] },
  Coverage: { element: 'status', said: ['cancelled', 'draft', 'entered-in-error'] },
  Encounter: { element: 'status', said: ['cancelled', 'entered-in-error'] },
  Observation: { element: 'status', said: ['cancelled', 'entered-in-error'] },
  Condition: { element: 'verificationStatus', said: ['refuted', 'entered-in-error'] },
  AllergyIntolerance: { element: 'verificationStatus', said: ['refuted', 'entered-in-error'] },
};

const valueAt = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;

/** A code, a boolean or the codes of a concept. */
const wordsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string' || typeof value === 'boolean') return [String(value)];
  const coding = valueAt(value, 'coding');
  return Array.isArray(coding) ? coding.flatMap((item) => wordsIn(valueAt(item, 'code'))) : [];
};

/** The element that makes a resource void; undefined while it counts. */
export const voidedBy = (type: string, raw: object): string | undefined => {
  const found = voids[type];
  if (found === undefined) return undefined;
  return wordsIn(valueAt(raw, found.element)).some((word) => found.said.includes(word)) ? found.element : undefined;
};
