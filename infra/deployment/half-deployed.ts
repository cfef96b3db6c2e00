import type { DeployedStack } from './deployed-stacks.ts';

/** Its creation failed, so it holds nothing: CDK removes it and begins anew, once it may be removed. */
export const neverStood = ({ status }: DeployedStack): boolean => status === 'ROLLBACK_COMPLETE';

/** What keeps a stack from being deployed over, with what to do; undefined when nothing does. */
export const hindranceOf = (stack: DeployedStack): string | undefined => {
  const { name, status } = stack;
  if (status === 'REVIEW_IN_PROGRESS' || neverStood(stack)) return undefined;
  if (status.endsWith('_IN_PROGRESS')) return `${name} is being changed by another deployment (${status}). Wait until that has ended.`;
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return `${name} is half deployed (${status}). Run: aws cloudformation continue-update-rollback --stack-name ${name}, then deploy again.`;
  if (status.endsWith('_FAILED'))
    return `${name} is half deployed (${status}). Run: aws cloudformation delete-stack --stack-name ${name}, then deploy again; tables, keys and the secret of a State stack outlive it.`;
  return undefined;
};

/** How far a deployment came that failed: what stands, what does not. */
export const standingOf = (names: readonly string[], found: readonly (DeployedStack | undefined)[]): string =>
  names
    .map((name, index) => {
      const status = found[index]?.status;
      return `  ${name.padEnd(24)} ${status ?? 'not there'}`;
    })
    .join('\n');
