import { FLOWS, flowOf } from './flows.ts';
import type { Line, Resource } from './ledger.ts';
import { type PriceList, usdOfLines } from './prices.ts';

/** US dollars for a million full journeys, at the first list's prices. */
export const AIM_USD = 60;

/** Named one by one, with what they are made of. */
const EXPLAINED = 3;
const OPERATIONS_SHOWN = 4;

const UNITS: Readonly<Partial<Record<Resource, string>>> = {
  'lambda.gbSecond': 'GB-s',
  'dynamodb.writeUnit': 'units',
  'dynamodb.readUnit': 'units',
  'logs.gb': 'GB',
  'transfer.gb': 'GB',
};

type Lists = readonly (readonly [name: string, list: PriceList])[];

const groupsOf = (lines: readonly Line[], nameOf: (line: Line) => string): readonly (readonly [string, readonly Line[]])[] =>
  [...new Set(lines.map(nameOf))].map((name) => [name, lines.filter((line) => nameOf(line) === name)]);

const quantityOf = (lines: readonly Line[]): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);
const shortOf = (quantity: number): string => {
  if (Number.isInteger(quantity)) return String(quantity);
  return quantity < 0.001 ? quantity.toExponential(1) : quantity.toFixed(2);
};

/** A region where a journey goes alone, and one where many go together: what one journey asks for in each. */
export interface Demands {
  readonly quiet: readonly Line[];
  readonly busy: readonly Line[];
}

const NAME_WIDTH = 46;
const USD_WIDTH = 12;

const table = (title: string, lists: Lists, { quiet, busy }: Demands, nameOf: (line: Line) => string): readonly string[] => {
  const cells = (texts: readonly string[]): string => texts.map((text) => text.padStart(USD_WIDTH)).join('');
  const row = (name: string, isOwn: (line: Line) => boolean): string => {
    const prices = lists.flatMap(([, list]) => [quiet, busy].map((lines) => usdOfLines(list, lines.filter(isOwn)).toFixed(2)));
    return `  ${name.padEnd(NAME_WIDTH)}${cells(prices)}`;
  };
  const dearness = (lines: readonly Line[]): number => (lists[0] === undefined ? 0 : usdOfLines(lists[0][1], lines));
  const names = groupsOf(quiet, nameOf).toSorted(([, left], [, right]) => dearness(right) - dearness(left));
  return [
    `\n${''.padEnd(NAME_WIDTH + 2)}${cells(lists.flatMap(([name]) => [name, '']))}`,
    `${title.padEnd(NAME_WIDTH + 2)}${cells(lists.flatMap(() => ['quiet', 'busy']))}`,
    ...names.map(([name]) => row(name, (line) => nameOf(line) === name)),
    row('all', () => true),
  ];
};

const resourceName =
  ({ quiet, busy }: Demands) =>
  ({ resource }: Line): string => {
    const [alone, together] = [quiet, busy].map((lines) => shortOf(quantityOf(lines.filter((line) => line.resource === resource))));
    return `${resource.padEnd(22)}${alone?.padStart(8)}${together?.padStart(8)} ${UNITS[resource] ?? ''}`;
  };

/** What the dearest of the first list are made of. */
const explanations = ([first]: Lists, region: string, lines: readonly Line[]): readonly string[] => {
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
          `    ${usd(part).toFixed(2).padStart(7)}  ${name}: ${shortOf(part.reduce((sum, { times }) => sum + times, 0))} times, ${shortOf(quantityOf(part))}`,
      );
    return `\n  ${region}: ${resource}, $${usd(own).toFixed(2)}\n${parts.join('\n')}`;
  });
};

/** US dollars for a million journeys, by flow and by resource, and what the three largest are made of. */
export const reportOf = (demands: Demands, lists: Lists): string =>
  [
    ...table('By flow', lists, demands, (line) => FLOWS[flowOf(line)]),
    ...table('By resource, with what one journey takes', lists, demands, resourceName(demands)),
    `\nThe ${EXPLAINED} largest`,
    ...explanations(lists, 'quiet', demands.quiet),
    ...explanations(lists, 'busy', demands.busy),
  ].join('\n');
