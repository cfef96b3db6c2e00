import { Duration, RemovalPolicy, Stage } from 'aws-cdk-lib';
import { type IGrantable, type IPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type * as z from 'zod/mini';
import type { Telemetry } from '../../shared/lambda/env.ts';
import { namespaceOf } from '../../shared/telemetry/metrics.ts';
import { watch } from './watch.ts';

export interface ServiceFunctionProps {
  readonly code: Code;
  /** What a person loses while this function fails. It becomes the alarm's text. */
  readonly impact: string;
  /** Where its things are; `shared/lambda/env.ts` reads it. */
  readonly environment: Readonly<Record<string, string>>;
  /** @default 10 seconds */
  readonly timeout?: Duration;
}

/** CPU comes with memory: at 1,024 MB a cold start takes half as long as at 512, for the same price a request. */
const MEMORY_MB = 1_024;

/** A Lambda with its log group and its alarm; permissions come only from grants on other resources. */
export class ServiceFunction extends Construct implements IGrantable {
  readonly lambda: LambdaFunction;
  readonly timeout: Duration;
  readonly grantPrincipal: IPrincipal;

  constructor(scope: Construct, id: string, { code, impact, environment, timeout = Duration.seconds(10) }: ServiceFunctionProps) {
    super(scope, id);
    this.timeout = timeout;
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    // Not Lambda's managed policy, which may write to every log group.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.grantPrincipal = role;
    const telemetry: z.infer<typeof Telemetry> = { METRICS_NAMESPACE: namespaceOf(Stage.of(this)?.stageName ?? 'none') };
    this.lambda = new LambdaFunction(this, 'Function', {
      code,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: MEMORY_MB,
      timeout,
      environment: { ...environment, ...telemetry },
      logGroup,
      role,
    });
    const metric = this.lambda.metricErrors({ period: Duration.minutes(1) });
    watch(this, 'Errors', { runbook: 'function-fails', impact, metric, threshold: 1 });
  }
}
