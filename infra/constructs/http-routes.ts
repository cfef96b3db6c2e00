import { Stack, Validations } from 'aws-cdk-lib';
import { CfnIntegration, CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Route } from '../../shared/kernel/route.ts';

/** The region's HTTP API, and the authorizer of every route that is not for anyone. */
export interface RoutedApi {
  readonly apiId: string;
  readonly authorizerId: string;
}

export interface HttpRoutesProps {
  readonly api: RoutedApi;
  readonly routes: readonly Route[];
  readonly handler: IFunction;
}

/** A manifest's routes, all to one function: one integration and one permission, however many routes. */
export class HttpRoutes extends Construct {
  constructor(scope: Construct, id: string, { api, routes, handler }: HttpRoutesProps) {
    super(scope, id);
    const integration = new CfnIntegration(this, 'Integration', {
      apiId: api.apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: handler.functionArn,
      payloadFormatVersion: '2.0',
    });
    new CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: handler.functionArn,
      principal: 'apigateway.amazonaws.com',
      // Every stage and route of this API, and of no other.
      sourceArn: Stack.of(this).formatArn({ service: 'execute-api', resource: api.apiId, resourceName: '*/*' }),
    });
    for (const { method, path, operationId, access } of routes) {
      const route = new CfnRoute(this, operationId, {
        apiId: api.apiId,
        routeKey: `${method} ${path}`,
        target: `integrations/${integration.ref}`,
        ...(access === 'anyone' ? { authorizationType: 'NONE' } : { authorizationType: 'CUSTOM', authorizerId: api.authorizerId }),
      });
      if (access !== 'anyone') continue;
      Validations.of(route).acknowledge({
        id: 'AwsSolutions::AwsSolutions-APIG4',
        reason: 'Its manifest says that it is for anyone; a guard compares the routes without a key with the manifests.',
      });
    }
  }
}
