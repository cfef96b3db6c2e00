import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { ContextStreams } from '../../kernel/context.ts';
import { createProjector, createRelay } from '../../kernel/relay.ts';
import { rememberingHistoryOf } from '../../kernel/runs.ts';
import type { Clock } from '../../kernel/time.ts';
import { hashIds } from '../node/ids.ts';
import { pause } from '../node/pause.ts';
import { createEventBridgeBus } from './bus.ts';
import { createSqsInbox, type InboxAddresses } from './inbox.ts';
import { createDynamoJournal } from './journal.ts';
import { orOutage } from './outage.ts';
import { createEventBridgeScheduler } from './scheduler.ts';
import { createSettling } from './settling.ts';
import { createDynamoViews } from './views.ts';

/** What both readers of the journal's stream need. */
export interface ReaderSettings {
  readonly journalTable: string;
  /** The queue of commits that could not be read on. */
  readonly parkedUrl: string;
}

export interface RelaySettings extends ReaderSettings {
  readonly busName: string;
  readonly inboxes: InboxAddresses;
  readonly scheduleGroup: string;
  readonly schedulerRoleArn: string;
}

export interface ProjectorSettings extends ReaderSettings {
  readonly viewsTable: string;
}

const historyIn = (tableName: string, client: DynamoDBClient) =>
  rememberingHistoryOf({ load: orOutage(createDynamoJournal(tableName, client).load) });

const parkTo = (client: SQSClient, parkedUrl: string) => {
  const { park } = createSettling(client);
  return (body: string, reason: string): Promise<void> => park(parkedUrl, body, reason);
};

/** The relay on AWS: events to the bus, timers to their inboxes; what AWS refuses for now is an `OutageError`. */
export const createAwsRelay = (contexts: readonly ContextStreams[], settings: RelaySettings, clock: Clock) => {
  const sources = new Map(contexts.flatMap(({ publishes }) => publishes.map(({ type, source }) => [type, source] as const)));
  const sqs = new SQSClient({});
  const addresses = settings.inboxes;
  const scheduler = createEventBridgeScheduler({
    client: new SchedulerClient({}),
    addresses,
    groupName: settings.scheduleGroup,
    roleArn: settings.schedulerRoleArn,
    ids: hashIds,
  });
  const inbox = createSqsInbox({ client: sqs, addresses, scheduler, clock });
  const bus = createEventBridgeBus({
    client: new EventBridgeClient({}),
    busName: settings.busName,
    sourceOf: (type) => sources.get(type),
    pause,
  });
  const handle = createRelay(contexts, {
    history: historyIn(settings.journalTable, new DynamoDBClient({})),
    bus: { publish: orOutage(bus.publish) },
    scheduler: { schedule: orOutage(inbox.schedule) },
  });
  return { handle, park: parkTo(sqs, settings.parkedUrl) };
};

/** The projector on AWS. */
export const createAwsProjector = (contexts: readonly ContextStreams[], settings: ProjectorSettings, clock: Clock) => {
  const client = new DynamoDBClient({});
  const views = createDynamoViews(settings.viewsTable, client, clock);
  const handle = createProjector(contexts, {
    history: historyIn(settings.journalTable, client),
    views: { ...views, put: orOutage(views.put) },
  });
  return { handle, park: parkTo(new SQSClient({}), settings.parkedUrl) };
};
