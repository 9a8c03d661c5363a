import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

/** Where a machine-readable report of the tests goes as well; `.ci/run` counts from it. */
const reportFile = process.env['MUSTER_TEST_REPORT'];

const HANDLER_CACHE = 'test/sandbox/drill/handler-cache-setup.ts';

export default defineConfig({
  test: {
    // Deadlines end what hangs, and measure nothing: on a machine with two busy cores and a cold disk, a server that is
    // made in a second takes half a minute. A test that needs longer than these says so.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 90_000 } },
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: reportFile ? ['default', ['json', { outputFile: reportFile }]] : ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          // The files share two processes and their modules, which halves the time. So a unit test leaves nothing behind
          // in a module or in the process: what it replaces, it puts back.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'sandbox',
          include: ['test/sandbox/**/*.test.ts'],
          exclude: ['test/sandbox/drill/**'],
          globalSetup: [HANDLER_CACHE],
          // As the unit tests: what stands in processes of its own ends with the test that started it.
          isolate: false,
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
