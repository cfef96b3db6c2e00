import type { Log } from '../../kernel/log.ts';
import type { Inbox, Scheduler } from '../../kernel/messages.ts';
import type { RegionPolicies } from '../../kernel/policy.ts';
import type { Post, Runtime } from '../../kernel/runtime.ts';
import type { Clock } from '../../kernel/time.ts';
import { createTrail } from '../../kernel/timeline.ts';
import type { Vault } from '../../kernel/vault.ts';
import type { PostOptions } from '../node/http-post.ts';
import { hashIds } from '../node/ids.ts';
import { type CoreSettings, createCore } from './core.ts';
import type { Equipment } from './equipment.ts';
import type { InboxAddresses } from './inbox.ts';
import { createDynamoViews } from './views.ts';

/** Where this region's things are, as CDK tells the function in its environment. */
export interface AwsSettings extends CoreSettings {
  readonly viewsTable: string;
  readonly vaultTable: string;
  readonly vaultKeyArn: string;
  /** Only the inboxes that this function may send to. */
  readonly inboxes: InboxAddresses;
  readonly scheduleGroup: string;
  readonly schedulerRoleArn: string;
}

export interface AwsRuntimeOptions {
  readonly settings: AwsSettings;
  readonly region: string;
  readonly policies: RegionPolicies;
  readonly equipment: Equipment;
  /** Where its own requests may go. */
  readonly outgoing: PostOptions;
  readonly clock: Clock;
  readonly log: Log;
}

/** The ports on AWS, for the functions of a context. */
export const createAwsRuntime = async (options: AwsRuntimeOptions): Promise<Runtime> => {
  const { settings, region, policies, equipment, outgoing, clock, log } = options;
  const { client, masterKey, journal, load, execute, seals } = await createCore(settings);
  const views = createDynamoViews(settings.viewsTable, client, clock);
  const { inboxes: addresses, scheduleGroup, schedulerRoleArn } = settings;
  const inbox = equipment.inbox?.({ addresses, scheduleGroup, schedulerRoleArn, clock }) ?? noInbox;
  return {
    region,
    policies,
    load,
    execute,
    trail: createTrail({ journal, views }),
    views,
    inbox,
    scheduler: inbox,
    vault: equipment.vault?.({ tableName: settings.vaultTable, keyArn: settings.vaultKeyArn, client, masterKey, clock }) ?? noVault,
    seals,
    ids: hashIds,
    clock,
    post: equipment.post?.(outgoing) ?? noPost,
    log,
  };
};

const undeclared = (use: string) => (): never => {
  throw new Error(`the manifest does not say ${use}`);
};
const refuseVault = undeclared('usesVault');
const noVault: Vault = { tokenOf: refuseVault, seal: refuseVault, open: refuseVault, generationOf: refuseVault, erase: refuseVault };
const noPost: Post = undeclared('usesPost');
const refuseInbox = undeclared('usesInbox');
const noInbox: Inbox & Scheduler = { send: refuseInbox, schedule: refuseInbox };
