/** What AWS asks money for, each in its own unit. The price lists have one price for each. */
export const RESOURCES = [
  'apigateway.request',
  'lambda.request',
  'lambda.gbSecond',
  'dynamodb.writeUnit',
  'dynamodb.readUnit',
  'eventbridge.event',
  'sqs.request',
  'sqs.fairRequest',
  'scheduler.invocation',
  'kms.request',
  'secretsmanager.request',
  'logs.gb',
  'transfer.gb',
] as const;
export type Resource = (typeof RESOURCES)[number];

/** One thing that was used: by which function, by which request, how much. */
export interface Use {
  /** The function that asked, or that was asked for: `prescriptions-api`. */
  readonly by: string;
  /** `DynamoDB PutItem journal`. */
  readonly operation: string;
  readonly resource: Resource;
  readonly quantity: number;
}

export interface Line extends Use {
  /** How many uses it sums up. */
  readonly times: number;
}

export interface Ledger {
  note(use: Use): void;
  /** What was used since the last call, summed up by function, operation and resource. */
  take(): readonly Line[];
}

export const createLedger = (): Ledger => {
  let lines = new Map<string, Line>();
  return {
    note: (use) => {
      const key = `${use.by} ${use.operation} ${use.resource}`;
      const before = lines.get(key);
      lines.set(key, { ...use, quantity: (before?.quantity ?? 0) + use.quantity, times: (before?.times ?? 0) + 1 });
    },
    take: () => {
      const taken = [...lines.values()];
      lines = new Map();
      return taken;
    },
  };
};
