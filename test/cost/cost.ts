import { ASSUMED } from './assumptions.ts';
import { countJourney } from './count-journey.ts';
import { PRICES_FILE, readPrices, usdOfLines } from './prices.ts';
import { AIM_USD, reportOf } from './report.ts';

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const { journey, timers, webhooks } = await countJourney();
const lines = [...journey, ...timers];
const { lists } = readPrices();

print(`US dollars for a million full journeys, each counted request by request: from the hospital's first call to the last webhook
(${webhooks} webhooks), and the timers that it set. Each commit and each message has a call of its own, as in a quiet region; in a busy
one they come in batches and cost less. Not in it: what stands still (KMS key, alarms, idle polling of queues) and storage.`);
print(reportOf(lines, Object.entries(lists)));

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
  const usd = usdOfLines(list, lines);
  const oneCall = await countJourney(true);
  print(
    `\nWhen the hospital sends review, signatures and activation in its first call: $${usdOfLines(list, [...oneCall.journey, ...oneCall.timers]).toFixed(2)}`,
  );
  print(`${usd <= AIM_USD ? 'Within' : 'Above'} the aim of $${AIM_USD} in ${name}: $${usd.toFixed(2)}`);
}
