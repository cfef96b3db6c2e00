import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnApi, CfnAuthorizer, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { EnvironmentOf } from '../../shared/lambda/env.ts';
import { bundleInRegion } from '../constructs/function-asset.ts';
import type { RoutedApi } from '../constructs/http-routes.ts';
import { onTable } from '../constructs/journal-access.ts';
import type { RegionState } from '../constructs/region-state.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { watch } from '../constructs/watch.ts';
import type { RegionProfile } from '../regions/region-profile.ts';

export interface ApiStackProps extends StackProps {
  readonly profile: RegionProfile;
  readonly state: RegionState;
}

const REQUESTS_PER_SECOND = 1_000;
const REQUESTS_BURST = 2_000;
/** Of its own answers in five minutes; one alone may be a cold start that was cut off. */
const FAILURES_MAX = 5;

/** What an access log tells: the route, never the path, which holds ids, nor a header. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  ms: '$context.responseLatency',
  error: '$context.integrationErrorMessage',
};

/** The region's front door; the contexts hang their routes on it. */
export class ApiStack extends Stack implements RoutedApi {
  readonly apiId: string;
  readonly authorizerId: string;

  constructor(scope: Construct, id: string, { profile, state, ...props }: ApiStackProps) {
    super(scope, id, props);
    const api = new CfnApi(this, 'Http', { name: `sanlian-${profile.region}`, protocolType: 'HTTP' });
    this.apiId = api.ref;
    const logs = new LogGroup(this, 'AccessLogs', { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    new CfnStage(this, 'Stage', {
      apiId: api.ref,
      stageName: '$default',
      autoDeploy: true,
      defaultRouteSettings: { throttlingRateLimit: REQUESTS_PER_SECOND, throttlingBurstLimit: REQUESTS_BURST },
      accessLogSettings: { destinationArn: logs.logGroupArn, format: JSON.stringify(ACCESS_LOG) },
    });

    const environment: EnvironmentOf<'authorizer'> = {
      JOURNAL_TABLE: state.journal.table.tableName,
      MASTER_SECRET_ARN: state.masterSecret.secretArn,
    };
    const authorizer = new ServiceFunction(this, 'Authorizer', {
      code: bundleInRegion('platform-authorizer', profile),
      impact: 'No API key is recognised: every agency is locked out of the whole API.',
      environment,
    });
    onTable(state.journal, authorizer, 'dynamodb:Query');
    state.masterSecret.grantRead(authorizer);
    const { functionArn } = authorizer.lambda;
    this.authorizerId = new CfnAuthorizer(this, 'ApiKeys', {
      apiId: api.ref,
      name: 'api-keys',
      authorizerType: 'REQUEST',
      authorizerPayloadFormatVersion: '2.0',
      enableSimpleResponses: true,
      // Nothing is cached, so that a revoked key is refused from that moment on.
      authorizerResultTtlInSeconds: 0,
      authorizerUri: this.formatArn({
        service: 'apigateway',
        account: 'lambda',
        resource: 'path/2015-03-31/functions',
        resourceName: `${functionArn}/invocations`,
      }),
    }).ref;
    const sourceArn = this.formatArn({ service: 'execute-api', resource: api.ref, resourceName: `authorizers/${this.authorizerId}` });
    new CfnPermission(this, 'AuthorizerPermission', {
      action: 'lambda:InvokeFunction',
      functionName: functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn,
    });
    watch(this, 'Fails', {
      runbook: 'api-fails',
      impact: 'The API answers with errors of its own: hospitals cannot prescribe, pharmacies cannot accept or dispense.',
      metric: new Metric({
        namespace: 'AWS/ApiGateway',
        metricName: '5xx',
        dimensionsMap: { ApiId: api.ref },
        statistic: 'Sum',
        period: Duration.minutes(5),
      }),
      threshold: FAILURES_MAX,
    });
    new CfnOutput(this, 'BaseUrl', { value: api.attrApiEndpoint });
  }
}
