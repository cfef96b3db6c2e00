import { defineConfig } from 'vitest/config';

// Only `npm run test:cloud` runs these: they need the endpoint and the regions that it has prepared.
export default defineConfig({
  test: {
    include: ['test/cloud/**/*.cloud.ts'],
    expect: { requireAssertions: true },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    reporters: ['verbose'],
  },
});
