import { defineConfig } from 'vitest/config';

// Only `npm run test:cloud` runs these: they need the endpoint, and the regions that it deploys in between.
export default defineConfig({
  test: {
    projects: [
      // An account that nothing was deployed to.
      { extends: true, test: { name: 'bare', include: ['test/cloud/*.bare.ts'] } },
      // Two regions stand.
      { extends: true, test: { name: 'deployed', include: ['test/cloud/*.cloud.ts'] } },
    ],
    expect: { requireAssertions: true },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    reporters: ['verbose'],
  },
});
