import { defineConfig } from 'vitest/config';

/**
 * What judges a mutant: the tests of the domains and of the kernel that need no server, file or real clock. Those that follow random
 * histories judge nothing here: what they find differs from run to run, and a rule deserves a test that names it.
 */
export default defineConfig({
  test: {
    include: ['test/unit/{directory,fulfilment,kernel,overview,partners,prescriptions,routing}/**/*.test.ts'],
    exclude: ['test/unit/**/{readme,properties,invariants,regions}.test.ts'],
    setupFiles: ['test/mutants/one-chance.ts'],
    expect: { requireAssertions: true },
    isolate: false,
  },
});
