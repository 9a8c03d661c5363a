import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adoptedSteps } from '../../../lib/cli/adopted-steps.ts';
import { UsageError } from '../../../lib/cli/usage-error.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';

const TELLING = {
  by: 'Ada',
  reason: 'the console was down',
  now: parseInstant('2027-03-10T04:00:00.000000Z'),
};

async function ofText(text: string) {
  const directory = await mkdtemp(join(tmpdir(), 'muster-adopted-'));
  const from = join(directory, 'steps.yaml');
  try {
    await writeFile(from, text);
    return await adoptedSteps({ from }, TELLING);
  } finally {
    await rm(directory, { recursive: true });
  }
}

describe('what people have done by hand', () => {
  it('is told in any order, and comes in that of the workflow', async () => {
    await expect(adoptedSteps({ step: ['SwitchTraffic', 'PromoteReplica'] }, TELLING)).resolves.toEqual([
      { state: 'PromoteReplica', at: null, by: 'Ada', note: 'the console was down' },
      { state: 'SwitchTraffic', at: null, by: 'Ada', note: 'the console was down' },
    ]);
  });

  it('has the times and names that were written down, in UTC where they say nothing else', async () => {
    const text = [
      '- { state: PromoteReplica, at: "2027-03-10T03:20:00", by: Ben, note: took two tries }',
      '- { state: FenceOldPrimary, at: "2027-03-10T04:10:00.500+01:00" }',
    ].join('\n');
    await expect(ofText(text)).resolves.toEqual([
      {
        state: 'FenceOldPrimary',
        at: '2027-03-10T03:10:00.500000Z',
        by: 'Ada',
        note: 'the console was down',
      },
      { state: 'PromoteReplica', at: '2027-03-10T03:20:00.000000Z', by: 'Ben', note: 'took two tries' },
    ]);
  });

  it.each([
    ['[{ state: PromoteReplica, at: "2027-03-10T04:00:01" }]', 'that is still to come'],
    ['[{ state: PromoteReplica, at: later }]', 'is no time'],
    ['[{ state: ReleaseLock }]', 'expected a list such as'],
    ['[]', 'expected a list such as'],
    ['[{ state: PromoteReplica }, { state: PromoteReplica }]', 'PromoteReplica is named twice'],
  ])('%s is refused', async (text, why) => {
    await expect(ofText(text)).rejects.toThrow(why);
    await expect(ofText(text)).rejects.toBeInstanceOf(UsageError);
  });

  it('is nothing that a run looks at itself, and is something', async () => {
    await expect(adoptedSteps({ step: ['VerifyServices'] }, TELLING)).rejects.toThrow(
      '--step VerifyServices: a person can have done StopBackgroundJobs, FenceOldPrimary, PromoteReplica, SwitchTraffic; the run looks at the rest itself',
    );
    await expect(adoptedSteps({}, TELLING)).rejects.toThrow('nothing is adopted');
  });
});
