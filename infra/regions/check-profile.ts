import * as z from 'zod/mini';
import type { Context } from '../../shared/kernel/context.ts';
import { DeployError } from '../deployment/deploy-error.ts';
import type { RegionProfile } from './region-profile.ts';

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
const Name = z.string().check(z.minLength(1), z.maxLength(40));

/** Lambda waits no longer. */
const BatchingSeconds = z.int().check(z.gte(0), z.lte(300));

const Version = z.strictObject({
  version: Name,
  from: z.iso.datetime({ error: 'must be a time, as 2026-01-01T00:00:00Z' }),
  rules: z.unknown(),
});
const Profile = z.strictObject({
  // It names stacks, files and metrics.
  region: z.string().check(z.regex(/^[a-z][a-z0-9]{1,19}$/, 'must be 2 to 20 small letters and digits, and begin with a letter')),
  name: z.strictObject({ zh: Name, en: Name }),
  timeZone: z.string().check(z.refine(isTimeZone, 'must be an IANA time zone, as Asia/Shanghai')),
  aws: z
    .strictObject({
      partition: z.enum(['aws', 'aws-cn']),
      region: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region, as cn-north-1')),
    })
    .check(
      z.refine(
        ({ partition, region }) => (partition === 'aws-cn') === region.startsWith('cn-'),
        'names a region of the other partition: cn-… is in aws-cn, all others in aws',
      ),
    ),
  batchingSeconds: z.strictObject({ readers: BatchingSeconds, inboxes: BatchingSeconds }),
  policies: z.record(z.string(), z.array(Version).check(z.minLength(1))),
  outgoing: z.optional(z.strictObject({ allowLoopback: z.boolean() })),
});

type Issue = z.core.$ZodIssue;

/** What a wrong value must be, in words; never the value. */
const wordsOf = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return `must be of the type ${issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int' ? `must be at most ${issue.maximum}` : `may have at most ${issue.maximum}`;
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `must be at least ${issue.minimum}`
        : `must have at least ${issue.minimum}`;
    case 'unrecognized_keys':
      return `has no field ${issue.keys.join(', ')}`;
    default:
      return issue.message === 'Invalid input' ? 'is not as its schema says' : issue.message;
  }
};

const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '') || 'the profile';

const issuesOf = (schema: { parse(raw: unknown): unknown }, value: unknown, at: readonly PropertyKey[] = []): readonly string[] => {
  try {
    schema.parse(value);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof z.core.$ZodError)) throw thrown;
    return thrown.issues.map((issue) => `${pathOf([...at, ...issue.path])} ${wordsOf(issue)}`);
  }
};

/** What is wrong with a profile, a sentence each; empty when it can be deployed. */
export const problemsOf = (profile: RegionProfile, contexts: readonly Context[]): readonly string[] => {
  const shape = issuesOf(Profile, profile);
  if (shape.length > 0) return shape;
  const known = contexts.flatMap(({ policy }) => (policy === undefined ? [] : [policy.context]));
  const unknown = Object.keys(profile.policies).filter((name) => !known.includes(name));
  const rules = contexts.flatMap(({ policy }) => {
    if (policy === undefined) return [];
    const versions = profile.policies[policy.context];
    if (versions === undefined) return [`policies.${policy.context} is missing: the context ${policy.context} cannot decide without rules`];
    const names = versions.map(({ version }) => version);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    return [
      ...twice.map((name) => `policies.${policy.context} has the version ${name} twice: results are stored with its name`),
      ...versions.flatMap((version, index) => issuesOf(policy.rules, version.rules, ['policies', policy.context, index, 'rules'])),
    ];
  });
  return [...unknown.map((name) => `policies.${name} is of no context; known: ${known.join(', ')}`), ...rules];
};

/** Throws a `DeployError` before anything is bundled or deployed. */
export const refuseWrongProfiles = (profiles: readonly RegionProfile[], contexts: readonly Context[]): void => {
  const lines = profiles.flatMap((profile) =>
    problemsOf(profile, contexts).map((problem) => `infra/regions/${profile.region}.ts: ${problem}.`),
  );
  if (lines.length > 0) throw new DeployError(lines.join('\n'));
};
