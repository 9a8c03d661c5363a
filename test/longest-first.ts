import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, longest first. One that begins last keeps a process waiting for it alone, and without a
 * cache of earlier runs (a fresh clone has none) files are ordered by their size, which says nothing of that.
 */
const LONGEST = [
  'unit/drills/kill-matrix-real',
  'unit/drills/kill-matrix',
  'unit/domain/verify/flipped-bytes',
  'clients/runbook',
  'sandbox/supervisor/supervisor',
  'browser/report',
  'sandbox/cli/sandbox-fault',
  'sandbox/cli/command-line',
];

function rank({ moduleId }: TestSpecification): number {
  const found = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return found === -1 ? LONGEST.length : found;
}

/** Orders test files as Vitest does, with the longest in front. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- a sequencer's method, and no array's
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
