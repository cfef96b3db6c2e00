import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { JournalAccess, TableAccess } from './journal-access.ts';

/** What a region keeps, as the stacks above it see it. */
export interface RegionState {
  readonly journal: JournalAccess;
  readonly views: TableAccess;
  readonly vault: TableAccess;
  /** Wraps the data keys of patients. */
  readonly vaultKey: IKey;
  /** Tokens, seals and hashes are derived from it. */
  readonly masterSecret: Secret;
  readonly bus: EventBus;
  /** The name of the group that holds the region's timers. */
  readonly scheduleGroup: string;
}
