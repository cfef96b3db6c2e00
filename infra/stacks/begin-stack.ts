import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EnvironmentOf } from '../../shared/lambda/env.ts';
import { bundleInRegion } from '../constructs/function-asset.ts';
import { onTable } from '../constructs/journal-access.ts';
import type { RegionState } from '../constructs/region-state.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { RegionProfile } from '../regions/region-profile.ts';

export interface BeginStackProps extends StackProps {
  readonly profile: RegionProfile;
  readonly state: RegionState;
}

/** The output under which `npm run deploy` finds the function. */
export const BEGIN_OUTPUT = 'BeginFunctionName';

/** The first agency, its key and the drug catalogue: written by one call at the end of a deployment, and by nothing else. */
export class BeginStack extends Stack {
  constructor(scope: Construct, id: string, { profile, state, ...props }: BeginStackProps) {
    super(scope, id, props);
    const environment: EnvironmentOf<'authorizer'> = {
      JOURNAL_TABLE: state.journal.table.tableName,
      MASTER_SECRET_ARN: state.masterSecret.secretArn,
    };
    const begin = new ServiceFunction(this, 'Begin', {
      code: bundleInRegion('platform-begin', profile),
      impact: 'A deployment ended without its last step: a new region has no first key and no drug catalogue, so nobody can use it.',
      timeout: Duration.seconds(60),
      environment,
    });
    onTable(state.journal, begin, 'dynamodb:Query', 'dynamodb:PutItem');
    state.masterSecret.grantRead(begin);
    new CfnOutput(this, BEGIN_OUTPUT, { value: begin.lambda.functionName });
  }
}
