import { defineConfig } from 'vitest/config';

/** A victim killed in each state of the failover, and what is left looked at: `npm run test:kill`. */
export default defineConfig({
  test: {
    name: 'kill',
    include: ['test/kill/**/*.test.ts'],
    globalSetup: ['test/sandbox/drill/handler-cache-setup.ts'],
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
