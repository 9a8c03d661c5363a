import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

/** Set by test/mutation/run-group.ts: the tests that a group of mutants is held against, in the order to run them. */
const tests = (process.env['MUSTER_MUTATION_TESTS'] ?? '').split(',');

/** A mutant is done with at the first test that fails: so a file that is listed by its name runs before those of a glob. */
class AsListed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = tests.findIndex((path) => moduleId.endsWith(path));
  return place < 0 ? tests.length : place;
}

/** What Stryker runs for each mutant: `npm run mutation`. */
export default defineConfig({
  test: {
    name: 'mutation',
    include: tests,
    // A mutant that survives runs all of them: a property is tried often enough by `npm test`.
    env: { MUSTER_PROPERTY_RUNS: '5' },
    // Far above what any of these takes, so that a promise that a mutant leaves open ends the test and not the process.
    testTimeout: 10_000,
    // Unit tests share nothing: to load each module once a mutant is most of the time.
    isolate: false,
    sequence: { sequencer: AsListed },
  },
});
