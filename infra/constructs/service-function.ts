import { Duration, RemovalPolicy, Stage } from 'aws-cdk-lib';
import { type IGrantable, type IPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, LoggingFormat, Runtime, SystemLogLevel } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type * as z from 'zod/mini';
import type { Telemetry } from '../../shared/lambda/env.ts';
import { namespaceOf } from '../../shared/telemetry/metrics.ts';
import { MEMORY_MB } from './memory.ts';
import { watch } from './watch.ts';

export interface ServiceFunctionProps {
  readonly code: Code;
  /** What a person loses while this function fails. It becomes the alarm's text. */
  readonly impact: string;
  /** Where its things are; `shared/lambda/env.ts` reads it. */
  readonly environment: Readonly<Record<string, string>>;
  /** @default 10 seconds */
  readonly timeout?: Duration;
  /** @default 1,024 */
  readonly memoryMb?: number;
}

/** A Lambda with its log group and its alarm; permissions come only from grants on other resources. */
export class ServiceFunction extends Construct implements IGrantable {
  readonly lambda: LambdaFunction;
  readonly timeout: Duration;
  readonly grantPrincipal: IPrincipal;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const { code, impact, environment, timeout = Duration.seconds(10), memoryMb = MEMORY_MB } = props;
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
      memorySize: memoryMb,
      timeout,
      environment: { ...environment, ...telemetry },
      logGroup,
      role,
      // Three lines that say of each call what the metrics say too are a fifth of what a journey pays for logs.
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
    });
    const metric = this.lambda.metricErrors({ period: Duration.minutes(1) });
    watch(this, 'Errors', { runbook: 'function-fails', impact, metric, threshold: 1 });
  }
}
