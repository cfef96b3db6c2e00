import { OperationOutcome, operationOutcomeOf } from './operation-outcome.ts';

export const FHIR_JSON = 'application/fhir+json';

/** FHIR R4 as a form that a context speaks. A body of ours that is FHIR is a Bundle. */
export const fhirJson = {
  name: FHIR_JSON,
  parameters: { fhirVersion: '4.0' },
  problem: {
    schema: OperationOutcome,
    of: (problem: Parameters<typeof operationOutcomeOf>[0], bodyType: string) =>
      operationOutcomeOf(problem, bodyType.toLowerCase().startsWith(FHIR_JSON) ? 'Bundle' : undefined),
  },
} as const;
