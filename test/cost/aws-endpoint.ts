import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import * as z from 'zod/mini';
import { type AwsAnswer, createServices, type ServiceDeps } from './aws-services.ts';

export interface AwsEndpointDeps extends ServiceDeps {
  /** Where DynamoDB's requests go on to. */
  readonly dynamoEndpoint: string;
  readonly tableNames: Readonly<Record<string, string>>;
  /** An item was put into a table: its name in `tableNames`, and its attributes as they came. */
  readonly onPut: (table: string, item: unknown) => void;
}

export interface AwsEndpoint {
  readonly url: string;
  /** Requests that a function has made so far. */
  requestsBy(name: string): number;
  close(): void;
}

const JSON_TYPE = 'application/x-amz-json-1.0';
const KIB = 1024;

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

const TableInput = z.object({ TableName: z.string(), Item: z.optional(z.unknown()), ConsistentRead: z.optional(z.boolean()) });
const Capacity = z.object({ ConsumedCapacity: z.optional(z.object({ CapacityUnits: z.number() })) });
const PutInput = z.looseObject({});

/** DynamoDB itself says how many units a request took; a put that it refused takes those of the item that was to be put. */
const createDynamo = ({ ledger, dynamoEndpoint, tableNames, onPut }: AwsEndpointDeps) => {
  const tables = new Map(Object.entries(tableNames).map(([table, name]) => [name, table]));
  return async (by: string, operation: string, text: string): Promise<AwsAnswer> => {
    const input: unknown = JSON.parse(text);
    const { TableName, Item, ConsistentRead = false } = TableInput.parse(input);
    const table = tables.get(TableName) ?? TableName;
    const response = await fetch(dynamoEndpoint, {
      method: 'POST',
      headers: {
        'content-type': JSON_TYPE,
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        authorization: AUTHORIZATION,
        'x-amz-date': 'now',
      },
      body: JSON.stringify({ ...PutInput.parse(input), ReturnConsumedCapacity: 'TOTAL' }),
    });
    const body: unknown = await response.json();
    const isWrite = operation === 'PutItem';
    const least = isWrite || ConsistentRead ? 1 : 0.5;
    const units = Capacity.parse(body).ConsumedCapacity?.CapacityUnits ?? Math.ceil(JSON.stringify(Item ?? '').length / KIB);
    ledger.note({
      by,
      operation: `DynamoDB ${operation} ${table}${response.ok ? '' : ' refused'}`,
      resource: isWrite ? 'dynamodb.writeUnit' : 'dynamodb.readUnit',
      // A read that finds nothing is a read.
      quantity: Math.max(least, units),
    });
    if (isWrite && response.ok) onPut(table, Item);
    return { status: response.status, body };
  };
};

const AUTHORIZATION = 'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

/** One address that speaks AWS's protocols: it answers as the services do, and writes down who asked for what. */
export const startAwsEndpoint = async (deps: AwsEndpointDeps): Promise<AwsEndpoint> => {
  const services = createServices(deps);
  const dynamo = createDynamo(deps);
  const asked = new Map<string, number>();

  const answer = async (request: IncomingMessage): Promise<AwsAnswer> => {
    const by = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? 'nobody';
    asked.set(by, (asked.get(by) ?? 0) + 1);
    const text = await textOf(request);
    // Scheduler alone has addresses instead of targets.
    const target = request.url?.startsWith('/schedules/') ? 'AWSScheduler.CreateSchedule' : String(request.headers['x-amz-target']);
    const [service = '', operation = ''] = target.split('.');
    if (service === 'DynamoDB_20120810') return dynamo(by, operation, text);
    const serve = services[service];
    if (serve === undefined) throw new Error(`${by} asked for ${target}, which the cost run does not know`);
    return serve({ by, operation, input: JSON.parse(text) });
  };

  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request).catch((thrown: unknown): AwsAnswer => {
      process.stderr.write(`${thrown instanceof Error ? thrown.message : 'failed'}\n`);
      return { status: 400, body: { __type: 'UnknownOperationException' } };
    });
    response.writeHead(status, { 'content-type': JSON_TYPE }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requestsBy: (name) => asked.get(name) ?? 0,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
