import * as z from 'zod/mini';

// The one reader of the environment: what CDK writes into a function, read once and whole.

const Text = z.string().check(z.minLength(1));
/** Inboxes by name, each the names of two queues: of what waits, and of what was parked. */
export const QueuesText = z.object({ urlPrefix: Text, arnPrefix: Text, inboxes: z.record(Text, z.tuple([Text, Text])) });
export type QueuesText = z.infer<typeof QueuesText>;

/** Every function has it, from `ServiceFunction`: where its metrics count. */
export const Telemetry = z.object({ METRICS_NAMESPACE: Text });
const journal = { JOURNAL_TABLE: Text };
const timers = { QUEUES: Text, SCHEDULE_GROUP: Text, SCHEDULER_ROLE_ARN: Text };

/** The environment of each kind of function. */
export const Environment = {
  handlers: z.object({
    ...journal,
    // Absent in a context without an inbox.
    ...z.partial(z.object(timers)).shape,
    VIEWS_TABLE: Text,
    VAULT_TABLE: Text,
    VAULT_KEY_ARN: Text,
    MASTER_SECRET_ARN: Text,
  }),
  authorizer: z.object({ ...journal, MASTER_SECRET_ARN: Text }),
  relay: z.object({ ...journal, ...timers, BUS_NAME: Text, PARKED_URL: Text }),
  projector: z.object({ ...journal, VIEWS_TABLE: Text, PARKED_URL: Text }),
};
export type EnvironmentOf<Kind extends keyof typeof Environment> = z.infer<(typeof Environment)[Kind]>;

/** Throws with the names of what is missing, never with a value. */
const read = <Value>(schema: z.ZodMiniType<Value>): Value => {
  const found = schema.safeParse(process.env);
  if (found.success) return found.data;
  throw new Error(`the environment lacks ${found.error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
};

export const metricsNamespace = (): string => read(Telemetry).METRICS_NAMESPACE;

export const addressesOf = ({ urlPrefix, arnPrefix, inboxes }: QueuesText) =>
  Object.fromEntries(
    Object.entries(inboxes).map(([name, [queue, parked]]) => [
      name,
      { url: urlPrefix + queue, arn: arnPrefix + queue, parkedUrl: urlPrefix + parked, parkedArn: arnPrefix + parked },
    ]),
  );

const timersOf = (env: { readonly [Name in keyof typeof timers]?: string | undefined }) => ({
  inboxes: env.QUEUES === undefined ? {} : addressesOf(QueuesText.parse(JSON.parse(env.QUEUES))),
  scheduleGroup: env.SCHEDULE_GROUP ?? '',
  schedulerRoleArn: env.SCHEDULER_ROLE_ARN ?? '',
});

export const handlerSettings = () => {
  const env = read(Environment.handlers);
  return {
    journalTable: env.JOURNAL_TABLE,
    viewsTable: env.VIEWS_TABLE,
    vaultTable: env.VAULT_TABLE,
    vaultKeyArn: env.VAULT_KEY_ARN,
    masterSecretArn: env.MASTER_SECRET_ARN,
    ...timersOf(env),
  };
};

export const authorizerSettings = () => {
  const env = read(Environment.authorizer);
  return { journalTable: env.JOURNAL_TABLE, masterSecretArn: env.MASTER_SECRET_ARN };
};

export const relaySettings = () => {
  const env = read(Environment.relay);
  return { journalTable: env.JOURNAL_TABLE, busName: env.BUS_NAME, parkedUrl: env.PARKED_URL, ...timersOf(env) };
};

export const projectorSettings = () => {
  const env = read(Environment.projector);
  return { journalTable: env.JOURNAL_TABLE, viewsTable: env.VIEWS_TABLE, parkedUrl: env.PARKED_URL };
};
