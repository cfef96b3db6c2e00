import type { CapabilityStatement as FhirCapabilityStatement } from 'fhir/r4.js';
import * as z from 'zod/mini';
import { FHIR_JSON } from '../../../events/fhir/fhir-json.ts';
import type { Route } from '../../../shared/kernel/route.ts';
import type { PrescriptionRules } from '../domain/policy.ts';

const Interaction = z.object({ code: z.enum(['create', 'read', 'update', 'delete']), documentation: z.string() });

/** What we say of ourselves in FHIR R4, with the members that we write. */
export const CapabilityStatement = z.object({
  resourceType: z.literal('CapabilityStatement'),
  status: z.literal('active'),
  date: z.string(),
  kind: z.literal('instance'),
  software: z.object({ name: z.string() }),
  implementation: z.object({ description: z.string() }),
  fhirVersion: z.literal('4.0.1'),
  format: z.array(z.string()),
  rest: z.array(
    z.object({
      mode: z.literal('server'),
      documentation: z.string(),
      resource: z.array(z.object({ type: z.string(), interaction: z.array(Interaction) })),
    }),
  ),
});
type CapabilityStatement = z.infer<typeof CapabilityStatement>;

const interactionOf = { GET: 'read', POST: 'create', PUT: 'update', DELETE: 'delete' } as const satisfies Record<Route['method'], string>;

/** Each resource with the operations that read or answer it: whatever the routes' manifests name. */
const resourcesOf = (routes: readonly Route[]) => {
  const operations = routes.flatMap(({ method, path, summary, representations = [] }) =>
    representations
      .filter(({ type }) => type.name === FHIR_JSON)
      .flatMap(({ holds }) =>
        holds.map((type) => ({ type, interaction: { code: interactionOf[method], documentation: `${method} ${path}: ${summary}` } })),
      ),
  );
  return [...Map.groupBy(operations, ({ type }) => type)]
    .map(([type, found]) => ({ type, interaction: found.map(({ interaction }) => interaction) }))
    .toSorted((left, right) => left.type.localeCompare(right.type));
};

const anyOr = (systems: readonly string[]): string => (systems.length === 0 ? 'any' : systems.join(', '));

/** What this region reads and answers as FHIR. `date` is when the rules in force began. */
export const capabilityStatementOf = (
  routes: readonly Route[],
  { region, date, fhir }: { readonly region: string; readonly date: string; readonly fhir: PrescriptionRules['fhir'] },
): CapabilityStatement & FhirCapabilityStatement => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date,
  kind: 'instance',
  software: { name: 'Sanlian' },
  implementation: { description: `Electronic prescriptions of the region ${region}` },
  fhirVersion: '4.0.1',
  format: [FHIR_JSON],
  rest: [
    {
      mode: 'server',
      documentation: `The paths are those of the API, not of FHIR's REST. Drug codes: ${anyOr(fhir.drugSystems)}. Patient identifiers: ${anyOr(fhir.patientSystems)}.`,
      resource: resourcesOf(routes),
    },
  ],
});
