import { defineConfig } from 'vitest/config';

/** Tests that take minutes each, because what they test does: `npm run test:long`, and not part of `npm test`. */
export default defineConfig({
  test: {
    name: 'long',
    include: ['test/long/**/*.test.ts'],
    testTimeout: 20 * 60_000,
    globalSetup: ['test/sandbox/drill/handler-cache-setup.ts'],
    hookTimeout: 240_000,
    expect: { poll: { timeout: 90_000 } },
    fileParallelism: false,
  },
});
