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
    // A deployment takes 4 s here, and a minute where ten others work.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    reporters: ['verbose'],
  },
});
