import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ContextWiring, type ContextWiringProps } from '../constructs/context-wiring.ts';
import type { InboxQueues } from '../constructs/queue-consumer.ts';

export type ContextStackProps = StackProps & ContextWiringProps;

/** One bounded context, from its manifest. */
export class ContextStack extends Stack {
  readonly inboxes: Readonly<Record<string, InboxQueues>>;

  constructor(scope: Construct, id: string, { context, profile, state, api, ...props }: ContextStackProps) {
    super(scope, id, props);
    this.inboxes = new ContextWiring(this, 'Wiring', { context, profile, state, api }).inboxes;
  }
}
