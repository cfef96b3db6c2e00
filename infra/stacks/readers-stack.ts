import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { onTable } from '../constructs/journal-access.ts';
import type { InboxQueues } from '../constructs/queue-consumer.ts';
import type { RegionState } from '../constructs/region-state.ts';
import { StreamReader } from '../constructs/stream-reader.ts';
import { Timers } from '../constructs/timers.ts';
import { ADDRESSES_OUTPUT, type RegionAddresses } from '../ops/addresses.ts';
import type { RegionProfile } from '../regions/region-profile.ts';

export interface ReadersStackProps extends StackProps {
  readonly profile: RegionProfile;
  readonly state: RegionState;
  /** Of all contexts, for their timers. */
  readonly inboxes: Readonly<Record<string, InboxQueues>>;
}

/** The journal's two readers. A stream serves no more without slowing both, so they read for all contexts. */
export class ReadersStack extends Stack {
  constructor(scope: Construct, id: string, { profile, state, inboxes, ...props }: ReadersStackProps) {
    super(scope, id, props);
    const timers = new Timers(this, 'Timers', { group: state.scheduleGroup, inboxes });
    const { reader: relay, parked: relayParked } = new StreamReader(this, 'Relay', {
      bundle: 'platform-relay',
      impact: 'Nothing that happens reaches anyone: no pharmacy gets an offer, no webhook is sent, no deadline fires.',
      journal: state.journal,
      batchingSeconds: profile.batchingSeconds.readers,
      environment: { ...timers.environment, BUS_NAME: state.bus.eventBusName },
    });
    timers.grantSend(relay);
    state.bus.grantPutEventsTo(relay);

    const { reader: projector, parked: projectorParked } = new StreamReader(this, 'Projector', {
      bundle: 'platform-project',
      impact: 'Lists, searches and timelines stand still: everyone sees yesterday.',
      journal: state.journal,
      batchingSeconds: profile.batchingSeconds.readers,
      environment: { VIEWS_TABLE: state.views.table.tableName },
    });
    onTable(state.views, projector, 'dynamodb:PutItem');

    // Here, where all inboxes meet.
    const addresses: RegionAddresses = {
      journalTable: state.journal.table.tableName,
      viewsTable: state.views.table.tableName,
      vaultTable: state.vault.table.tableName,
      vaultKeyArn: state.vaultKey.keyArn,
      masterSecretArn: state.masterSecret.secretArn,
      busName: state.bus.eventBusName,
      scheduleGroup: state.scheduleGroup,
      schedulerRoleArn: timers.environment.SCHEDULER_ROLE_ARN,
      queues: timers.environment.QUEUES,
      parkedUrls: { relay: relayParked.queueUrl, projector: projectorParked.queueUrl },
    };
    new CfnOutput(this, ADDRESSES_OUTPUT, { value: this.toJsonString(addresses) });
  }
}
