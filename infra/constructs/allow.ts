import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** The one way to give a permission that no construct grants: named actions on named resources. */
export const allow = (grantee: IGrantable, actions: readonly string[], ...resources: readonly string[]): void => {
  grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
};
