import { Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { JOURNAL_KEY, VAULT_KEY, VIEWS_KEY } from '../../shared/adapters/aws/keys.ts';
import type { JournalAccess, TableAccess } from '../constructs/journal-access.ts';
import type { RegionState } from '../constructs/region-state.ts';

/**
 * How long a table can be set back. The vault's is short: a backup still holds a key that an erasure destroyed, so only after these
 * days is a person forgotten everywhere.
 */
const RECOVERY_DAYS = 35;
const VAULT_RECOVERY_DAYS = 7;

/** Of the characters that a generated secret is made of: letters, digits and punctuation. */
const ALL_BUT_HEX_DIGITS = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index))
  .filter((char) => !/[0-9a-f]/.test(char))
  .join('');

/** What a region keeps: retained and protected, whatever happens to the stacks above. */
export class StateStack extends Stack implements RegionState {
  readonly journal: JournalAccess;
  readonly views: TableAccess;
  readonly vault: TableAccess;
  readonly vaultKey: Key;
  readonly masterSecret: Secret;
  readonly bus: EventBus;
  readonly scheduleGroup: string;

  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id, { ...props, terminationProtection: true });
    const key = this.key('TablesKey', 'Encrypts the tables of this region.');
    const table = (
      name: string,
      recoveryDays: number,
      props: Pick<TableProps, 'partitionKey' | 'sortKey' | 'stream' | 'timeToLiveAttribute'>,
    ) =>
      new Table(this, name, {
        ...props,
        billingMode: BillingMode.PAY_PER_REQUEST,
        encryption: TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: key,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: recoveryDays },
        deletionProtection: true,
        removalPolicy: RemovalPolicy.RETAIN,
      });
    const text = (name: string) => ({ name, type: AttributeType.STRING });

    const journal = table('Journal', RECOVERY_DAYS, {
      partitionKey: text(JOURNAL_KEY.partition),
      sortKey: { name: JOURNAL_KEY.sort, type: AttributeType.NUMBER },
      stream: StreamViewType.NEW_IMAGE,
    });
    const views = table('Views', RECOVERY_DAYS, {
      partitionKey: text(VIEWS_KEY.partition),
      sortKey: text(VIEWS_KEY.sort),
      timeToLiveAttribute: VIEWS_KEY.timeToLive,
    });
    const vault = table('Vault', VAULT_RECOVERY_DAYS, { partitionKey: text(VAULT_KEY.partition), sortKey: text(VAULT_KEY.sort) });
    if (journal.tableStreamArn === undefined) throw new Error('the journal has no stream');
    this.journal = { table: journal, key, streamArn: journal.tableStreamArn };
    this.views = { table: views, key };
    this.vault = { table: vault, key };

    this.vaultKey = this.key('VaultKey', 'Wraps the data key of each patient.');
    this.masterSecret = new Secret(this, 'MasterSecret', {
      description: 'Patient tokens, seals and key hashes of this region are derived from it. Never rotate it: they would all change.',
      removalPolicy: RemovalPolicy.RETAIN,
      // 64 hex digits: the form that a pilot's key file has.
      generateSecretString: { passwordLength: 64, excludeCharacters: ALL_BUT_HEX_DIGITS, requireEachIncludedType: false },
    });
    Validations.of(this.masterSecret).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SMG4',
      reason: 'Tokens and seals are derived from it: another secret would make them all unknown.',
    });
    this.bus = new EventBus(this, 'Bus');
    // Named, because grants end at it; unique as the stack's name is.
    this.scheduleGroup = `${this.stackName}-timers`;
    new CfnScheduleGroup(this, 'Schedules', { name: this.scheduleGroup });
  }

  private key(id: string, description: string): Key {
    return new Key(this, id, {
      description,
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
