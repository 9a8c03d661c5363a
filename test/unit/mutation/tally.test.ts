import { describe, expect, it } from 'vitest';
import { NONE, scoreOf, sum, tallyLine, tallyOf } from '../../mutation/tally.ts';

const results = (['Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored', 'CompileError'] as const).map(
  (status) => ({ status }),
);

describe('the score of a run of mutants', () => {
  it('counts as found what a test failed on or never came back from, and all else as survived', () => {
    const tally = tallyOf(results);
    expect(tally).toEqual({ killed: 1, timedOut: 1, survived: 2, uncovered: 1 });
    expect(scoreOf(tally)).toBe(40);
    expect(tallyLine('locks', sum(tally, tally))).toBe(
      'locks: 40.0% of 10 mutants (2 killed, 2 timed out, 4 survived, 2 not covered), 20.0% without those that timed out',
    );
  });

  it('counts a test that was given up after its time as one that never came back', () => {
    const statusReason = 'Error: Test timed out in 10000ms.\nIf this is a long-running test, pass a timeout';
    const tally = tallyOf([
      { status: 'Killed', statusReason },
      { status: 'Killed', statusReason: 'expected 1 to be 2' },
      { status: 'Timeout', statusReason: 'Hit limit reached (501/500)' },
    ]);
    expect(tally).toEqual({ ...NONE, killed: 2, timedOut: 1 });
  });

  it('is cut off and not rounded, so that what is below the bar does not look as if it met it', () => {
    expect(tallyLine('all', { ...NONE, killed: 8_499, survived: 1_501 })).toMatch(/^all: 84\.9% of 10000/);
  });

  it('of nothing is nothing', () => {
    expect(scoreOf(tallyOf([]))).toBe(0);
  });
});
