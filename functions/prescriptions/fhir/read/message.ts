import type { ZodMiniType } from 'zod/mini';
import type { FhirBundle } from '../bundle.ts';
import type { Reference } from './datatypes.ts';
import { type Element, isThere, type Maybe, member, type Path } from './element.ts';
import { modifiersIn, placedIn } from './placed.ts';
import { locate } from './references.ts';
import * as resources from './resources.ts';
import { voidedBy } from './voided.ts';

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

/** Of a request, `comparator` too: less than a quantity is no quantity. */
const modifiersOf: Readonly<Record<string, readonly string[]>> = { MedicationRequest: ['comparator'] };

/** A message's resources by type, each with its place, and a list of what is wrong with it, which grows while it is read. */
export const readMessage = (bundle: FhirBundle) => {
  const issues: Issue[] = [];
  const report = (issue: Issue): undefined => void issues.push(issue);
  const unsupported = (path: Path): undefined => report({ code: 'element-unsupported', path, found: 'not-supported' });
  const placed = placedIn(bundle);

  modifiersIn(bundle, []).forEach(unsupported);

  const all = <Value>(type: string, schema: ZodMiniType<Value>, among = placed): readonly Element<Value>[] =>
    among.flatMap(({ type: found, path, raw }) => {
      if (found !== type) return [];
      modifiersIn(raw, path, modifiersOf[type]).forEach(unsupported);
      const read = schema.safeParse(raw);
      if (read.success) return [{ value: read.data, path }];
      for (const { path: inner, code } of read.error.issues) {
        const names = inner.map((name) => (typeof name === 'number' ? name : String(name)));
        report({ code: 'request-invalid', path: [...path, ...names], found: code ?? 'invalid_value' });
      }
      return [];
    });

  /** Where the resource at that place says that it is not to be used. */
  const voidedAt = (path: Path): Path | undefined => {
    const found = placed.find((other) => other.path.join('/') === path.join('/'));
    const element = found && voidedBy(found.type, found.raw);
    return element === undefined ? undefined : [...path, element];
  };
  const isInForce = ({ path }: Element): boolean => voidedAt(path) === undefined;

  /** What a reference leads to, of these; undefined when it leads nowhere, which is reported where that matters. */
  const follow = <Value>(reference: Maybe<Reference>, among: readonly Element<Value>[], { isNeeded = false }: Follow = {}) => {
    const address = member(reference, 'reference');
    if (!isThere(address)) return isNeeded ? report({ code: 'request-invalid', path: address.path, found: 'required' }) : undefined;
    const found = locate(placed, address.value, address.path);
    const voided = found.kind === 'found' ? voidedAt(found.path) : undefined;
    if (voided !== undefined) return unsupported(voided);
    const target = found.kind === 'found' ? among.find(({ path }) => path.join('/') === found.path.join('/')) : undefined;
    if (target !== undefined) return target;
    if (found.kind === 'elsewhere' && !isNeeded) return undefined;
    const why = found.kind === 'ambiguous' ? 'multiple-matches' : 'not-found';
    return found.kind === 'found' && !isNeeded ? undefined : report({ code: 'reference-unresolved', path: address.path, found: why });
  };

  /** Of an element that R4 has in several types, one value: a second one is reported. */
  const oneOf = (choices: readonly Maybe<unknown>[]): void => {
    for (const { path } of choices.filter(isThere).slice(1)) report({ code: 'request-invalid', path, found: 'structure' });
  };

  return {
    bundle,
    /** The lines. A request that is only contained tells of another prescription: the one before, or the original of a repeat. */
    requests: all(
      'MedicationRequest',
      resources.MedicationRequest,
      placed.filter(({ container }) => container === undefined),
    ),
    patients: all('Patient', resources.Patient),
    practitioners: all('Practitioner', resources.Practitioner),
    roles: all('PractitionerRole', resources.PractitionerRole),
    organizations: all('Organization', resources.Organization),
    medications: all('Medication', resources.Medication),
    coverages: all('Coverage', resources.Coverage).filter(isInForce),
    conditions: all('Condition', resources.Condition),
    encounters: all('Encounter', resources.Encounter),
    observations: all('Observation', resources.Observation).filter(isInForce),
    allergies: all('AllergyIntolerance', resources.AllergyIntolerance).filter(isInForce),
    headers: all('MessageHeader', resources.MessageHeader),
    compositions: all('Composition', resources.Composition),
    voidedAt,
    provenances: all('Provenance', resources.Provenance),
    follow,
    report,
    unsupported,
    oneOf,
    issues: (): readonly Issue[] => issues,
  };
};
export type Message = ReturnType<typeof readMessage>;
