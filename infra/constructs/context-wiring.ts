import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type Context, inboxesOf } from '../../shared/kernel/context.ts';
import type { EnvironmentOf } from '../../shared/lambda/env.ts';
import type { RegionProfile } from '../regions/region-profile.ts';
import { bundleInRegion } from './function-asset.ts';
import { HttpRoutes, type RoutedApi } from './http-routes.ts';
import { onTable } from './journal-access.ts';
import { eventsInto, impactOfReactions, impactOfRoutes } from './manifest.ts';
import { BEHIND_MEMORY_MB, MEMORY_MB } from './memory.ts';
import { type InboxQueues, QueueConsumer } from './queue-consumer.ts';
import type { RegionState } from './region-state.ts';
import { ServiceFunction } from './service-function.ts';
import { Timers, type TimersVariable } from './timers.ts';

export interface ContextWiringProps {
  readonly context: Context;
  readonly profile: RegionProfile;
  readonly state: RegionState;
  readonly api: RoutedApi;
}

/** API Gateway gives up after 30 seconds. */
const API_TIMEOUT = Duration.seconds(29);
/** A batch of ten messages side by side, each with one outgoing call at most. */
const REACT_TIMEOUT = Duration.seconds(30);

/** All that a manifest says, on AWS: its routes, inboxes, rules and reactions, and no grant that these do not need. */
export class ContextWiring extends Construct {
  /** By name, for the relay's timers. */
  readonly inboxes: Readonly<Record<string, InboxQueues>>;

  constructor(scope: Construct, id: string, props: ContextWiringProps) {
    super(scope, id);
    const { context, profile, state, api } = props;
    const consumers = inboxesOf(context).map((name) => ({
      name,
      consumer: new QueueConsumer(this, `Inbox-${name}`, {
        impact: impactOfReactions(context, name),
        bus: state.bus,
        events: eventsInto(context, name),
        timeout: REACT_TIMEOUT,
      }),
    }));
    this.inboxes = Object.fromEntries(consumers.map(({ name, consumer }) => [name, consumer]));
    const timers = consumers.length === 0 ? undefined : new Timers(this, 'Timers', { group: state.scheduleGroup, inboxes: this.inboxes });

    if (context.routes.length > 0) {
      const handler = createHandler(this, 'Api', { ...props, timers, impact: impactOfRoutes(context), timeout: API_TIMEOUT });
      new HttpRoutes(this, 'Routes', { api, routes: context.routes, handler: handler.lambda });
    }
    if (consumers.length > 0) {
      const impact = impactOfReactions(context);
      const handler = createHandler(this, 'React', { ...props, timers, impact, timeout: REACT_TIMEOUT, memoryMb: BEHIND_MEMORY_MB });
      for (const { consumer } of consumers) consumer.attach(handler, profile.batchingSeconds.inboxes);
    }
  }
}

interface HandlerProps extends ContextWiringProps {
  readonly timers: Timers | undefined;
  readonly impact: string;
  readonly timeout: Duration;
  readonly memoryMb?: number;
}

/** A function of a context with the grants that its runtime needs: it reads and appends, keeps feeds, sends to its own inboxes. */
const createHandler = (scope: Construct, id: 'Api' | 'React', props: HandlerProps) => {
  const { context, profile, state, timers, impact, timeout, memoryMb = MEMORY_MB } = props;
  const environment: Omit<EnvironmentOf<'handlers'>, TimersVariable> = {
    JOURNAL_TABLE: state.journal.table.tableName,
    VIEWS_TABLE: state.views.table.tableName,
    VAULT_TABLE: state.vault.table.tableName,
    VAULT_KEY_ARN: state.vaultKey.keyArn,
    MASTER_SECRET_ARN: state.masterSecret.secretArn,
  };
  const handler = new ServiceFunction(scope, id, {
    code: bundleInRegion(`${context.name}-${id.toLowerCase()}`, profile),
    environment: { ...environment, ...timers?.environment },
    impact,
    timeout,
    memoryMb,
  });
  onTable(state.journal, handler, 'dynamodb:Query', 'dynamodb:PutItem');
  onTable(state.views, handler, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem');
  state.masterSecret.grantRead(handler);
  timers?.grantSend(handler);
  if (context.usesVault === true) {
    onTable(state.vault, handler, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem');
    state.vaultKey.grant(handler, 'kms:GenerateDataKey', 'kms:Decrypt');
  }
  return handler;
};
