import * as z from 'zod/mini';
import { codeSystems } from './systems.ts';

/** Of FHIR's issue types (http://hl7.org/fhir/issue-type) those that we have: the binding is required. */
const IssueType = z.enum([
  'structure',
  'required',
  'value',
  'invariant',
  'login',
  'forbidden',
  'not-supported',
  'duplicate',
  'multiple-matches',
  'not-found',
  'deleted',
  'too-long',
  'code-invalid',
  'business-rule',
  'conflict',
  'exception',
  'transient',
  'throttled',
]);
type IssueType = z.infer<typeof IssueType>;

/** FHIR R4's form of a problem, with the members that we write. */
export const OperationOutcome = z.object({
  resourceType: z.literal('OperationOutcome'),
  id: z.string(),
  issue: z.array(
    z.object({
      severity: z.enum(['fatal', 'error']),
      code: IssueType,
      details: z.object({ coding: z.array(z.object({ system: z.string(), code: z.string() })), text: z.string() }),
      diagnostics: z.string(),
      expression: z.optional(z.array(z.string())),
    }),
  ),
});
type OperationOutcome = z.infer<typeof OperationOutcome>;

/** A problem as it stands in `application/problem+json`. */
interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly remedy: string;
  readonly instance: string;
  readonly [member: string]: unknown;
}

/** By HTTP status; a 4xx that is not here is a business rule. */
const issueTypes: Readonly<Record<number, IssueType>> = {
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-supported',
  406: 'not-supported',
  409: 'conflict',
  410: 'deleted',
  412: 'conflict',
  413: 'too-long',
  415: 'not-supported',
  429: 'throttled',
  500: 'exception',
  503: 'transient',
};
/** What the schemas find, in the words of the same list. */
const foundTypes: Readonly<Record<string, IssueType>> = {
  invalid_type: 'structure',
  invalid_format: 'value',
  invalid_value: 'value',
  too_big: 'value',
  too_small: 'value',
  not_multiple_of: 'value',
  unrecognized_keys: 'structure',
  invalid_union: 'structure',
  invalid_key: 'structure',
  invalid_element: 'structure',
  'malformed-json': 'structure',
};

const Errors = z.array(z.object({ pointer: z.string(), code: z.string() }));
const FIELDS_OF_PROBLEM = ['type', 'title', 'status', 'code', 'retryable', 'remedy', 'errors'];

/** What was found, as FHIR says it; a rule between elements (`custom`) is an invariant. */
const typeOf = (found: string): IssueType => {
  const read = IssueType.safeParse(found);
  return read.success ? read.data : (foundTypes[found] ?? 'invariant');
};

const ID_CHARS_MAX = 64;
/** A request's id as FHIR takes ids; as it is, it stands in the diagnostics. */
const idOf = (instance: string): string => instance.replace(/[^A-Za-z0-9.-]/g, '-').slice(0, ID_CHARS_MAX);

/** FHIRPath of a JSON pointer: of the body under its root, of a header, query or path parameter as `http.name`. */
const expressionOf = (pointer: string, root: string | undefined): string => {
  const [, part = '', ...names] = pointer.split('/').map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (part !== 'body') return ['http', ...names].join('.');
  const path = names.map((name) => (/^\d+$/.test(name) ? `[${name}]` : `.${name}`)).join('');
  return root === undefined ? path.replace(/^\./, '') : `${root}${path}`;
};

const memberText = (value: unknown): string | undefined => {
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
};

/** The remedy, and whatever else the problem says, as `currentStatus: ACTIVE`. */
const diagnosticsOf = (problem: Problem): string => {
  const more = Object.entries(problem).flatMap(([name, value]) => {
    const text = FIELDS_OF_PROBLEM.includes(name) ? undefined : memberText(value);
    return text === undefined ? [] : [`${name}: ${text}`];
  });
  return [problem.remedy, ...more].join(' ');
};

/** The same problem as FHIR tells it: an issue for each element that does not fit. `root` names what a body's paths begin at. */
export const operationOutcomeOf = (problem: Problem, root: string | undefined): OperationOutcome => {
  const { status, code, title, instance } = problem;
  const severity = status >= 500 ? 'fatal' : 'error';
  const details = { coding: [{ system: codeSystems.problem, code }], text: title };
  const base = { severity, details, diagnostics: diagnosticsOf(problem) } as const;
  const usual = foundTypes[code] ?? issueTypes[status] ?? 'business-rule';
  const errors = Errors.safeParse(problem['errors']);
  const found = errors.success ? errors.data : [];
  const issues = found.map((error) => ({
    ...base,
    code: typeOf(error.code),
    expression: [expressionOf(error.pointer, root)],
  }));
  return { resourceType: 'OperationOutcome', id: idOf(instance), issue: issues.length > 0 ? issues : [{ ...base, code: usual }] };
};
