import { describe, expect, it, test } from 'vitest';
import { drillFaults, faultsHelp } from '../../../lib/cli/drill-faults.ts';
import { UsageError } from '../../../lib/cli/usage-error.ts';

describe('--fault', () => {
  it('takes one disruption and any number of conditions', () => {
    expect(drillFaults(['slow-api=200ms', 'freeze', 'bandwidth=1MB/s'])).toEqual({
      disruption: 'freeze',
      conditions: ['slow-api=200ms', 'bandwidth=1MB/s'],
    });
    expect(drillFaults([])).toEqual({ conditions: [] });
  });

  test.each([
    [['freze'], /^"freze" is no fault; expected one of region-loss, .*; did you mean "freeze"\?$/],
    [
      ['slow-api=fast'],
      /^"slow-api=fast" is no fault; expected such as slow-api=200ms or slow-api=200ms@rds, above 0 and at most 10 minutes, /,
    ],
    [
      ['freeze', 'partition'],
      /^--fault "partition": expected at most one disruption, and freeze stands before it$/,
    ],
    [
      ['slow-api=1s', 'slow-api=2s@rds'],
      /^--fault "slow-api=2s@rds": expected a condition of another kind than those before it$/,
    ],
  ])('%j is refused with what was expected', (texts, message) => {
    expect(() => drillFaults(texts)).toThrow(UsageError);
    expect(() => drillFaults(texts)).toThrow(message);
  });

  it('lists the vocabulary for --help', () => {
    expect(faultsHelp()).toMatch(/Disruptions.*partition=clients.*Conditions.*throttled-api=20%@s3/s);
  });
});
