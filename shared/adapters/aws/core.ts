import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createExecute, createLoad } from '../../kernel/execute.ts';
import { createSeals } from '../node/ids.ts';
import { createDynamoJournal } from './journal.ts';

export interface CoreSettings {
  readonly journalTable: string;
  readonly masterSecretArn: string;
}

/** The journal and the region's seals: all that the authorizer needs, and what every other function stands on. */
export const createCore = async ({ journalTable, masterSecretArn }: CoreSettings) => {
  const masterKey = await readMasterKey(masterSecretArn);
  const client = new DynamoDBClient({});
  const journal = createDynamoJournal(journalTable, client);
  return { client, masterKey, journal, load: createLoad(journal), execute: createExecute(journal), seals: createSeals(masterKey) };
};

/** Read once; a function keeps it for as long as it lives. 32 bytes as 64 hex digits, the form of a pilot's key file too. */
export const readMasterKey = async (secretArn: string, client = new SecretsManagerClient({})): Promise<Buffer> => {
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
  if (!/^[0-9a-f]{64}$/i.test(SecretString)) throw new Error('the master secret is not 64 hex digits');
  return Buffer.from(SecretString, 'hex');
};
