export interface Report {
  readonly machine: string;
  readonly startMs: number;
  readonly journeysPerSecond: number;
  readonly failedJourneys: number;
  readonly halfLoadPerSecond: number;
  readonly submitToWebhookMs: { readonly p50: number; readonly p99: number };
  readonly memory: readonly { readonly journeys: number; readonly rssMiB: number }[];
  readonly busy: readonly { readonly kind: string; readonly share: number }[];
  readonly contexts: readonly { readonly context: string; readonly lines: number }[];
  readonly webhooks: { readonly received: number; readonly repeated: number; readonly forged: number };
}

const row = (what: string, value: string, aim = ''): string => `  ${what.padEnd(44)} ${value.padStart(12)}  ${aim}`;

const tableOf = (report: Report): readonly string[] => [
  `\n${report.machine}; the load generator shares the machine\n`,
  row('npm start to first answer', `${report.startMs.toFixed(0)} ms`, '≤ 5,000 ms'),
  row('journeys per second, 16 at once', report.journeysPerSecond.toFixed(1), '≥ 50'),
  row('failed journeys', String(report.failedJourneys), '0'),
  row('at half load, journeys per second', report.halfLoadPerSecond.toFixed(1)),
  row('  submit → first webhook, p50', `${report.submitToWebhookMs.p50.toFixed(1)} ms`),
  row('  submit → first webhook, p99', `${report.submitToWebhookMs.p99.toFixed(1)} ms`, '≤ 250 ms'),
  row('webhooks received / repeated / forged', Object.values(report.webhooks).join(' / ')),
  '\n  memory of the region’s process (RSS; aim ≤ 300 MB and flat)',
  ...report.memory.map(({ journeys, rssMiB }) => row(`  after ${journeys} journeys`, `${rssMiB.toFixed(0)} MiB`)),
  '\n  where its busy time goes',
  ...report.busy.map(({ kind, share }) => row(`  ${kind}`, `${(share * 100).toFixed(1)} %`)),
  '\n  size of a context, lines of code without blanks and comments',
  ...report.contexts.map(({ context, lines }) => row(`  ${context}`, String(lines))),
  '',
];

export const writeReport = (isJson: boolean, report: Report): void => {
  process.stdout.write(isJson ? `${JSON.stringify(report, null, 2)}\n` : `${tableOf(report).join('\n')}\n`);
};
