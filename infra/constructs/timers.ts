import { Aws, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { QueuesText } from '../../shared/lambda/env.ts';
import { allow } from './allow.ts';
import type { InboxQueues } from './queue-consumer.ts';
import type { ServiceFunction } from './service-function.ts';

/** What it adds to a function's environment. */
export type TimersVariable = 'QUEUES' | 'SCHEDULE_GROUP' | 'SCHEDULER_ROLE_ARN';

export interface TimersProps {
  /** The schedule group's name. */
  readonly group: string;
  /** By name: the inboxes that messages of this scope may reach. */
  readonly inboxes: Readonly<Record<string, InboxQueues>>;
}

/** Messages to inboxes, now or later: what sends them, and the role in which the scheduler delivers those of more than 15 minutes. */
export class Timers extends Construct {
  readonly environment: Readonly<Record<TimersVariable, string>>;
  private readonly group: string;
  private readonly inboxes: readonly InboxQueues[];
  private readonly role: Role;

  constructor(scope: Construct, id: string, { group, inboxes }: TimersProps) {
    super(scope, id);
    this.group = group;
    this.inboxes = Object.values(inboxes);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } } }),
    });
    const queueArns = this.inboxes.flatMap(({ queue, parked }) => [queue.queueArn, parked.queueArn]);
    allow(this.role, ['sqs:SendMessage'], ...queueArns);
    // An environment holds 4 KB: the names alone of twenty inboxes fit, their URLs and ARNs would not.
    const queues: QueuesText = {
      urlPrefix: `https://sqs.${Aws.REGION}.${Aws.URL_SUFFIX}/${Aws.ACCOUNT_ID}/`,
      arnPrefix: Stack.of(this).formatArn({ service: 'sqs', resource: '' }),
      inboxes: Object.fromEntries(Object.entries(inboxes).map(([name, { queue, parked }]) => [name, [queue.queueName, parked.queueName]])),
    };
    this.environment = {
      QUEUES: Stack.of(this).toJsonString(queues),
      SCHEDULE_GROUP: group,
      SCHEDULER_ROLE_ARN: this.role.roleArn,
    };
  }

  grantSend(sender: ServiceFunction): void {
    allow(sender, ['sqs:SendMessage'], ...this.inboxes.map(({ queue }) => queue.queueArn));
    // A schedule is named by its message, so its group is as near as a grant can come; the guard's waiver says the same.
    const schedules = Stack.of(this).formatArn({ service: 'scheduler', resource: 'schedule', resourceName: `${this.group}/*` });
    allow(sender, ['scheduler:CreateSchedule'], schedules);
    Validations.of(sender).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/${this.group}/*]`,
      reason: 'A schedule is named by its message at run time; the grant ends at the group, which holds nothing else.',
    });
    sender.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
  }
}
