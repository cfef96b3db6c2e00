import { Stage, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Context } from '../shared/kernel/context.ts';
import type { RegionProfile } from './regions/region-profile.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { BeginStack } from './stacks/begin-stack.ts';
import { ContextStack } from './stacks/context-stack.ts';
import { ObservabilityStack } from './stacks/observability-stack.ts';
import { ReadersStack } from './stacks/readers-stack.ts';
import { StateStack } from './stacks/state-stack.ts';

export interface RegionStageProps {
  readonly profile: RegionProfile;
  readonly contexts: readonly Context[];
}

const titleOf = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** One region. It names no account, partition or AWS region: where it goes is said when it is deployed. */
export class RegionStage extends Stage {
  constructor(scope: Construct, { profile, contexts }: RegionStageProps) {
    super(scope, profile.region);
    Tags.of(this).add('sanlian:region', profile.region);
    const state = new StateStack(this, 'State');
    const observability = new ObservabilityStack(this, 'Observability', { profile, scheduleGroup: state.scheduleGroup });
    const api = new ApiStack(this, 'Api', { profile, state });
    const stacks = contexts.map((context) => new ContextStack(this, titleOf(context.name), { context, profile, state, api }));
    new ReadersStack(this, 'Readers', { profile, state, inboxes: Object.assign({}, ...stacks.map(({ inboxes }) => inboxes)) });
    new BeginStack(this, 'Begin', { profile, state });
    observability.listenTo(this);
  }
}
