import { ASSUMED } from './assumptions.ts';
import { countJourney, type Demand } from './count-journey.ts';
import type { Line } from './ledger.ts';
import { PRICES_FILE, readPrices, usdOfLines } from './prices.ts';
import { AIM_USD, reportOf } from './report.ts';

/** So many journeys take each step together in a busy region. */
const BUSY = 20;

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const linesOf = async (demand: Demand): Promise<readonly Line[]> => {
  const { journey, timers } = await countJourney(demand);
  return [...journey, ...timers];
};

const quiet = await linesOf({});
const busy = await linesOf({ journeys: BUSY });
const { lists } = readPrices();

print(`US dollars for a million full journeys, each counted request by request: from the hospital's first call to the last webhook, and
the timers that it set. In a quiet region one journey goes alone; in a busy one ${BUSY} take each step together, and what comes within a
window of the event sources (by Jinan's templates) is one batch. Not in it: what stands still (KMS key, alarms, idle polling of
queues) and storage.`);
print(reportOf({ quiet, busy }, Object.entries(lists)));

const believed = Object.entries(lists).map(([name, { prices }]) => {
  const names = Object.entries(prices).filter(([, { status }]) => status === 'believed');
  return `  ${name}: ${names.length === Object.keys(prices).length ? 'all' : names.map(([resource]) => resource).join(', ')}`;
});
print(`\nPrices of ${PRICES_FILE}. Believed, not read on that day:\n${believed.join('\n')}`);
print(
  `\nAssumed (test/cost/assumptions.ts): ${Object.entries(ASSUMED)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')}`,
);

const [first] = Object.entries(lists);
if (first !== undefined) {
  const [name, list] = first;
  const usd = (lines: readonly Line[]): string => usdOfLines(list, lines).toFixed(2);
  const [quietOneCall, busyOneCall] = [await linesOf({ isOneCall: true }), await linesOf({ journeys: BUSY, isOneCall: true })];
  print(`\nWhen the hospital sends review, signatures and activation in its first call: $${usd(quietOneCall)}, busy $${usd(busyOneCall)}`);
  print(`The aim is $${AIM_USD} in ${name}: $${usd(quiet)}, busy $${usd(busy)}`);
}
