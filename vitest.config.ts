import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    expect: { requireAssertions: true },
    testTimeout: 20_000,
    // Our modules keep no state of their own, so files may share them; that halves the run. A process per worker, because
    // node:sqlite and killed servers end a process, not a thread.
    pool: 'forks',
    isolate: false,
    maxWorkers: '100%',
    // A person sees what runs; a log holds failures and the totals.
    reporters: [process.stdout.isTTY ? 'default' : 'minimal'],
    silent: 'passed-only',
  },
});
