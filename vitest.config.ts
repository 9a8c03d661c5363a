import { defineConfig } from 'vitest/config';

/** Where a machine-readable report of the tests goes as well; `.ci/run` counts from it. */
const reportFile = process.env['MUSTER_TEST_REPORT'];

const HANDLER_CACHE = 'test/sandbox/drill/handler-cache-setup.ts';

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Tests poll with a deadline; one second is none on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 2,
    reporters: reportFile ? ['default', ['json', { outputFile: reportFile }]] : ['default'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'sandbox',
          include: ['test/sandbox/**/*.test.ts'],
          exclude: ['test/sandbox/drill/**'],
          globalSetup: [HANDLER_CACHE],
          sequence: { groupOrder: 1 },
        },
      },
      // Debian's Chromium, where it is installed; `.ci/run` installs it.
      {
        extends: true,
        test: { name: 'browser', include: ['test/browser/**/*.test.ts'], sequence: { groupOrder: 1 } },
      },
      // Other people's clients against one sandbox, where they are installed.
      {
        extends: true,
        test: {
          name: 'clients',
          include: ['test/clients/**/*.test.ts'],
          globalSetup: ['test/clients/one-sandbox.ts', HANDLER_CACHE],
          // Many commands a test, a third of a second each, with servers that are made meanwhile.
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      // A drill measures time on the whole machine: nothing else may run beside it.
      {
        extends: true,
        test: {
          name: 'drill',
          include: ['test/sandbox/drill/**/*.test.ts'],
          globalSetup: [HANDLER_CACHE],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
