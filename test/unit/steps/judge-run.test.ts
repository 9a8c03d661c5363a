import { describe, expect, it } from 'vitest';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import { formatJudgement } from '../../../lib/domain/judge/judgement-text.ts';
import { makeJudgeRun } from '../../../lib/steps/judge-run.ts';
import { sha256 } from '../../fakes/sha256.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { allChangesOf, makeStepWorld } from '../../fakes/step-world.ts';

const event = stepEvent('JudgeRun');
const texts = { 'record.ndjson': '', 'plan.yaml': 'name: orders\n' };
const STORED = {
  'runs/run-1/files/record.ndjson': texts['record.ndjson'],
  'runs/run-1/files/plan.yaml': texts['plan.yaml'],
};

describe('JudgeRun', () => {
  it('stores what the judge says of the raw files, and writes nothing to the sealed record', async () => {
    const world = makeStepWorld({ texts: STORED });
    await expect(makeJudgeRun(world)(event)).resolves.toBeUndefined();
    expect(world.objects.stored()['runs/run-1/files/judgement.json']).toBe(
      formatJudgement(judgeRun({ directory: '.', texts }, sha256)),
    );
    expect(allChangesOf(world)).toEqual(['objects.put runs/run-1/files/judgement.json']);
  });

  it('fails when there is no record to judge', async () => {
    await expect(makeJudgeRun(makeStepWorld())(event)).rejects.toThrow(
      /^\. holds no record\.ndjson: it is no run's directory$/,
    );
  });

  it('judges nothing on a dry run', async () => {
    const world = makeStepWorld({ texts: STORED });
    await makeJudgeRun(world)({ ...event, dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
  });
});
