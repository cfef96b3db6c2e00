import type { ZodMiniType } from 'zod/mini';
import type { FhirBundle } from '../bundle.ts';
import type { Reference } from './datatypes.ts';
import { type Element, isThere, type Maybe, member, type Path } from './element.ts';
import { modifiersIn, placedIn } from './placed.ts';
import { locate } from './references.ts';
import * as resources from './resources.ts';

/** Why a message is not taken: a problem's code, and at which element. `found` is one of FHIR's issue types. */
export interface Issue {
  readonly code: 'request-invalid' | 'element-unsupported' | 'reference-unresolved' | 'code-system-unsupported';
  readonly path: Path;
  readonly found: string;
  /** What would have been taken instead. */
  readonly wanted?: readonly string[];
}

interface Follow {
  /** Whether it must lead to something in this message. @default false */
  readonly isNeeded?: boolean;
}

/** Resources that change what a prescription means when they say so in `modifierExtension`. */
const WEIGHTY = ['MedicationRequest', 'Medication', 'Patient'];

/** A message's resources by type, each with its place, and a list of what is wrong with it, which grows while it is read. */
export const readMessage = (bundle: FhirBundle) => {
  const issues: Issue[] = [];
  const report = (issue: Issue): undefined => void issues.push(issue);
  const unsupported = (path: Path): undefined => report({ code: 'element-unsupported', path, found: 'not-supported' });
  const placed = placedIn(bundle);

  const all = <Value>(type: string, schema: ZodMiniType<Value>): readonly Element<Value>[] =>
    placed.flatMap(({ type: found, path, raw }) => {
      if (found !== type) return [];
      if (WEIGHTY.includes(type)) modifiersIn(raw, path).forEach(unsupported);
      const read = schema.safeParse(raw);
      if (read.success) return [{ value: read.data, path }];
      for (const { path: inner, code } of read.error.issues) {
        const names = inner.map((name) => (typeof name === 'number' ? name : String(name)));
        report({ code: 'request-invalid', path: [...path, ...names], found: code ?? 'invalid_value' });
      }
      return [];
    });

  /** What a reference leads to, of these; undefined when it leads nowhere, which is reported where that matters. */
  const follow = <Value>(reference: Maybe<Reference>, among: readonly Element<Value>[], { isNeeded = false }: Follow = {}) => {
    const address = member(reference, 'reference');
    if (!isThere(address)) return isNeeded ? report({ code: 'request-invalid', path: address.path, found: 'required' }) : undefined;
    const found = locate(placed, address.value, address.path);
    const target = found.kind === 'found' ? among.find(({ path }) => path.join('/') === found.path.join('/')) : undefined;
    if (target !== undefined) return target;
    if (found.kind === 'elsewhere' && !isNeeded) return undefined;
    const why = found.kind === 'ambiguous' ? 'multiple-matches' : 'not-found';
    return found.kind === 'found' && !isNeeded ? undefined : report({ code: 'reference-unresolved', path: address.path, found: why });
  };

  return {
    bundle,
    requests: all('MedicationRequest', resources.MedicationRequest),
    patients: all('Patient', resources.Patient),
    practitioners: all('Practitioner', resources.Practitioner),
    roles: all('PractitionerRole', resources.PractitionerRole),
    organizations: all('Organization', resources.Organization),
    medications: all('Medication', resources.Medication),
    coverages: all('Coverage', resources.Coverage),
    conditions: all('Condition', resources.Condition),
    encounters: all('Encounter', resources.Encounter),
    observations: all('Observation', resources.Observation),
    allergies: all('AllergyIntolerance', resources.AllergyIntolerance),
    headers: all('MessageHeader', resources.MessageHeader),
    provenances: all('Provenance', resources.Provenance),
    follow,
    report,
    unsupported,
    issues: (): readonly Issue[] => issues,
  };
};
export type Message = ReturnType<typeof readMessage>;
