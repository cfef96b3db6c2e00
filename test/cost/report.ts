import { FLOWS, flowOf } from './flows.ts';
import type { Line, Resource } from './ledger.ts';
import { type PriceList, usdOfLines } from './prices.ts';

/** US dollars for a million full journeys, at the first list's prices. */
export const AIM_USD = 60;

/** Named one by one, with what they are made of. */
const EXPLAINED = 3;
const OPERATIONS_SHOWN = 4;

const UNITS: Readonly<Partial<Record<Resource, string>>> = {
  'lambda.gbSecond': 'GB-seconds',
  'dynamodb.writeUnit': 'write units',
  'dynamodb.readUnit': 'read units',
  'logs.gb': 'GB',
  'transfer.gb': 'GB',
};

type Lists = readonly (readonly [name: string, list: PriceList])[];

const groupsOf = (lines: readonly Line[], nameOf: (line: Line) => string): readonly (readonly [string, readonly Line[]])[] =>
  [...new Set(lines.map(nameOf))].map((name) => [name, lines.filter((line) => nameOf(line) === name)]);

const quantityOf = (lines: readonly Line[]): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);
const shortOf = (quantity: number): string => {
  if (Number.isInteger(quantity)) return String(quantity);
  return quantity < 0.01 ? quantity.toExponential(1) : quantity.toFixed(2);
};

const table = (title: string, lists: Lists, lines: readonly Line[], nameOf: (line: Line) => string): readonly string[] => {
  const costOf = (own: readonly Line[]): readonly number[] => lists.map(([, list]) => usdOfLines(list, own));
  const row = (name: string, own: readonly Line[]): string =>
    `  ${name.padEnd(58)}${costOf(own)
      .map((usd) => usd.toFixed(2).padStart(13))
      .join('')}`;
  const groups = groupsOf(lines, nameOf).toSorted(([, left], [, right]) => (costOf(right)[0] ?? 0) - (costOf(left)[0] ?? 0));
  return [
    `\n${title.padEnd(60)}${lists.map(([name]) => name.padStart(13)).join('')}`,
    ...groups.map(([name, own]) => row(name, own)),
    row('all', lines),
  ];
};

const resourceName =
  (lines: readonly Line[]) =>
  ({ resource }: Line): string => {
    const quantity = shortOf(quantityOf(lines.filter((line) => line.resource === resource)));
    return `${resource.padEnd(26)}${quantity.padStart(10)} ${UNITS[resource] ?? ''}`;
  };

/** What the dearest of the first list are made of. */
const explanations = ([first]: Lists, lines: readonly Line[]): readonly string[] => {
  if (first === undefined) return [];
  const [, list] = first;
  const usd = (own: readonly Line[]): number => usdOfLines(list, own);
  const dearest = groupsOf(lines, ({ resource }) => resource)
    .toSorted(([, left], [, right]) => usd(right) - usd(left))
    .slice(0, EXPLAINED);
  return dearest.map(([resource, own]) => {
    const parts = groupsOf(own, (line) => `${line.operation} by ${line.by}`)
      .toSorted(([, left], [, right]) => usd(right) - usd(left))
      .slice(0, OPERATIONS_SHOWN)
      .map(
        ([name, part]) =>
          `    ${usd(part).toFixed(2).padStart(7)}  ${name}: ${part.reduce((sum, { times }) => sum + times, 0)} times, ${shortOf(quantityOf(part))}`,
      );
    return `\n  ${resource}, $${usd(own).toFixed(2)}\n${parts.join('\n')}`;
  });
};

/** US dollars for a million journeys, by flow and by resource, and what the three largest are made of. */
export const reportOf = (lines: readonly Line[], lists: Lists): string =>
  [
    ...table('By flow', lists, lines, (line) => FLOWS[flowOf(line)]),
    ...table('By resource (quantity of one journey)', lists, lines, resourceName(lines)),
    `\nThe ${EXPLAINED} largest`,
    ...explanations(lists, lines),
  ].join('\n');
