import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Schema } from '../../kernel/policy.ts';

/** What an attribute of ours holds. None nests: a content is JSON text, smaller than a map and read back to the same value. */
type Value = string | number | Uint8Array;
/** An undefined value is an absent attribute. */
export type Item = Readonly<Record<string, Value | undefined>>;

export interface TableOptions<Row> {
  readonly client: DynamoDBClient;
  readonly name: string;
  readonly key: { readonly partition: string; readonly sort: string };
  /** What its items are read with; what it does not name is left out. */
  readonly row: Schema<Row>;
}

/** When a put may replace what stands there, in DynamoDB's words; `values` are its parameters. */
export interface Condition {
  readonly expression: string;
  readonly values?: Item;
}

export interface Query {
  readonly partition: string;
  /** Sort keys, both included. */
  readonly between?: readonly [string, string];
  readonly isConsistent?: boolean;
  readonly isDescending?: boolean;
  /** Items of one page. */
  readonly limit: number;
}

/** A query answers at most 1 MB at once; a full stream of the largest commits is 78 MB. */
const PAGES_MAX = 100;

/** One table by the four requests that we make of one: put, get, one page, all pages. */
export const createTable = <Row>({ client, name, key, row }: TableOptions<Row>) => {
  const TableName = name;

  const send = async (query: Query, startKey?: AttributeMap) => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({ TableName, ...queryInput(key, query), ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }) }),
    );
    return { rows: Items.map((item) => row.parse(fromAttributes(item))), next: LastEvaluatedKey };
  };

  return {
    /** `refused`: the condition did not hold. */
    put: async (item: Item, condition?: Condition): Promise<'put' | 'refused'> => {
      try {
        await client.send(
          new PutItemCommand({ TableName, Item: toAttributes(item), ...(condition === undefined ? {} : conditionOf(condition)) }),
        );
        return 'put';
      } catch (thrown) {
        if (thrown instanceof ConditionalCheckFailedException) return 'refused';
        throw thrown;
      }
    },
    get: async (place: Item, isConsistent = false): Promise<Row | undefined> => {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: toAttributes(place), ConsistentRead: isConsistent }));
      return Item === undefined ? undefined : row.parse(fromAttributes(Item));
    },
    page: async (query: Query): Promise<{ readonly rows: readonly Row[]; readonly isLast: boolean }> => {
      const { rows, next } = await send(query);
      return { rows, isLast: next === undefined };
    },
    all: async (query: Query): Promise<readonly Row[]> => {
      const found: Row[] = [];
      let startKey: AttributeMap | undefined;
      for (let page = 0; page < PAGES_MAX; page += 1) {
        const { rows, next } = await send(query, startKey);
        found.push(...rows);
        if (next === undefined) return found;
        startKey = next;
      }
      throw new Error(`a query of ${name} found no end in ${PAGES_MAX} pages`);
    },
  };
};

export type AttributeMap = Record<string, AttributeValue>;

const toAttributes = (item: Item): AttributeMap =>
  Object.fromEntries(Object.entries(item).flatMap(([name, value]) => (value === undefined ? [] : [[name, toAttribute(value)]])));

const toAttribute = (value: Value): AttributeValue => {
  if (typeof value === 'string') return { S: value };
  return typeof value === 'number' ? { N: String(value) } : { B: value };
};

/** The item that DynamoDB's attributes say. */
export const fromAttributes = (item: AttributeMap): Item =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, fromAttribute(value)]));

const fromAttribute = ({ S, N, B }: AttributeValue): Value | undefined => S ?? (N === undefined ? B : Number(N));

const conditionOf = ({ expression, values }: Condition) => ({
  ConditionExpression: expression,
  ...(values === undefined ? {} : { ExpressionAttributeValues: toAttributes(values) }),
});

const queryInput = (
  key: TableOptions<unknown>['key'],
  { partition, between, isConsistent = false, isDescending = false, limit }: Query,
): Omit<QueryCommandInput, 'TableName'> => ({
  KeyConditionExpression: `#partition = :partition${between === undefined ? '' : ' AND #sort BETWEEN :from AND :to'}`,
  ExpressionAttributeNames: { '#partition': key.partition, ...(between === undefined ? {} : { '#sort': key.sort }) },
  ExpressionAttributeValues: toAttributes({ ':partition': partition, ':from': between?.[0], ':to': between?.[1] }),
  ConsistentRead: isConsistent,
  ScanIndexForward: !isDescending,
  Limit: limit,
});
