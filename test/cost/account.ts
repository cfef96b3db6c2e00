import { once } from 'node:events';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withLoopbackReceivers } from '../../functions/partners/loopback.ts';
import { BUNDLE_FILE, bundleAll } from '../../infra/bundle.ts';
import { createHttpServer } from '../../infra/local/server.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import { JOURNAL_KEY, VAULT_KEY, VIEWS_KEY } from '../../shared/adapters/aws/keys.ts';
import { systemClock } from '../../shared/adapters/node/clock.ts';
import { inboxesOf } from '../../shared/kernel/context.ts';
import type { QueuesText } from '../../shared/lambda/env.ts';
import { REGION_FILE } from '../../shared/lambda/region-file.ts';
import { createLog } from '../../shared/telemetry/log.ts';
import { startDynamo } from '../support/dynamo.ts';
import { startAwsEndpoint } from './aws-endpoint.ts';
import { readBatching } from './batching.ts';
import { createCarrier } from './carrier.ts';
import { type Lambda, startLambda } from './lambda.ts';
import { createLedger } from './ledger.ts';
import { takeClock } from './movable-clock.ts';

const FOLDER = '.cache/cost';
const ACCOUNT = '000000000000';
const AWS_REGION = 'us-east-1';

/** The bundles that are deployed, each beside the facts of a region whose receivers are on this machine. */
const bundleRegion = async (): Promise<readonly string[]> => {
  const bundles = await bundleAll(join(FOLDER, 'bundles'));
  const facts = { region: jinan.region, outgoing: { allowLoopback: true }, policies: withLoopbackReceivers(jinan.policies) };
  for (const { name } of bundles) {
    mkdirSync(join(FOLDER, name), { recursive: true });
    copyFileSync(join(FOLDER, 'bundles', name, BUNDLE_FILE), join(FOLDER, name, BUNDLE_FILE));
    writeFileSync(join(FOLDER, name, REGION_FILE), JSON.stringify(facts));
  }
  return bundles.map(({ name }) => name);
};

const environmentOf = (
  name: string,
  url: string,
  tables: Readonly<Record<'journal' | 'views' | 'vault', string>>,
): Record<string, string> => {
  const inboxes = contexts.flatMap(inboxesOf);
  const queues: QueuesText = {
    urlPrefix: `${url}/${ACCOUNT}/`,
    arnPrefix: `arn:aws:sqs:${AWS_REGION}:${ACCOUNT}:`,
    inboxes: Object.fromEntries(inboxes.map((inbox) => [inbox, [inbox, `${inbox}-parked`]])),
  };
  return {
    AWS_REGION,
    AWS_ENDPOINT_URL: url,
    // Whose requests these are: the endpoint reads it off their signatures.
    AWS_ACCESS_KEY_ID: name,
    AWS_SECRET_ACCESS_KEY: 'local',
    METRICS_NAMESPACE: 'Sanlian/jinan',
    JOURNAL_TABLE: tables.journal,
    VIEWS_TABLE: tables.views,
    VAULT_TABLE: tables.vault,
    VAULT_KEY_ARN: `arn:aws:kms:${AWS_REGION}:${ACCOUNT}:key/vault`,
    MASTER_SECRET_ARN: `arn:aws:secretsmanager:${AWS_REGION}:${ACCOUNT}:secret:master`,
    QUEUES: JSON.stringify(queues),
    SCHEDULE_GROUP: 'sanlian-jinan',
    SCHEDULER_ROLE_ARN: `arn:aws:iam::${ACCOUNT}:role/timers`,
    BUS_NAME: 'sanlian-jinan',
    PARKED_URL: `${url}/${ACCOUNT}/commits-parked`,
  };
};

/**
 * A region as it stands on AWS, in this process: the deployed bundles, each a Lambda in a thread of its own, before an endpoint that
 * counts. One call at a time happens, so two runs count the same; what waits together comes together, as the templates say.
 */
export const startAccount = async (webhooks: () => number) => {
  const [names, dynamo, batching] = await Promise.all([bundleRegion(), startDynamo(), readBatching()]);
  const tables = {
    journal: await dynamo.createTable(JOURNAL_KEY, 'N'),
    views: await dynamo.createTable(VIEWS_KEY),
    vault: await dynamo.createTable(VAULT_KEY),
  };
  const ledger = createLedger();
  const clock = takeClock();
  const lambdas = new Map<string, Lambda>();
  const carrier = createCarrier({ contexts, batching, ledger, lambdas, webhooks, requestsBy: (name) => endpoint.requestsBy(name), clock });
  const endpoint = await startAwsEndpoint({ ledger, dynamoEndpoint: dynamo.endpoint, tableNames: tables, ...carrier.on });
  for (const name of names) {
    const file = pathToFileURL(resolve(FOLDER, name, BUNDLE_FILE)).href;
    lambdas.set(name, await startLambda(file, environmentOf(name, endpoint.url, tables)));
  }

  const log = createLog(systemClock, (line) => process.stderr.write(`${line}\n`));
  const server = createHttpServer({ contexts, apis: carrier.apis, authorize: carrier.authorize, pages: {}, log });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;

  return {
    baseUrl: `http://127.0.0.1:${port}`,
    ledger,
    begin: carrier.begin,
    goAhead: carrier.goAhead,
    walk: carrier.walk,
    fireTimers: carrier.fireTimers,
    forgetTimers: carrier.forgetTimers,
    close: async (): Promise<void> => {
      clock.restore();
      server.close();
      server.closeAllConnections();
      for (const lambda of lambdas.values()) await lambda.stop();
      endpoint.close();
      await dynamo.close();
    },
  };
};
