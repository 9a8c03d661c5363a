import { defineConfig } from 'vitest/config';

/** Where a machine-readable report of the tests goes as well; `.ci/run` counts from it. */
const reportFile = process.env['MUSTER_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    reporters: reportFile ? ['default', ['json', { outputFile: reportFile }]] : ['default'],
  },
});
