import { describe, expect, it } from 'vitest';
import { judgedFailover } from '../../fakes/judged-failover.ts';
import { formatJudgement } from '../../../lib/domain/judge/judgement-text.ts';
import type { RunFacts } from '../../../lib/domain/judge/run-facts.ts';
import type { Judgement } from '../../../lib/domain/run/judgement.ts';
import { makePublishReport } from '../../../lib/steps/publish-report.ts';
import { sha256 } from '../../fakes/sha256.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { allChangesOf, makeStepWorld } from '../../fakes/step-world.ts';

const event = stepEvent('PublishReport');
const judgement = judgedFailover({ directory: '.', texts: { 'record.ndjson': '' } }, sha256);
const RECORD = `${JSON.stringify({ schemaVersion: 1, kind: 'history', id: 1, type: 'ExecutionStarted', state: null, error: null, cause: null, at: '2026-03-01T12:00:00.000000Z' })}\n`;
const JUDGED = {
  'runs/run-1/files/record.ndjson': RECORD,
  'runs/run-1/files/plan.yaml': 'name: orders\n',
  'runs/run-1/files/judgement.json': formatJudgement(judgement),
};

const render = ({ run }: Judgement, facts: RunFacts) => ({
  txt: `${run} by ${facts.planText} and ${facts.entries.length} entries`,
  html: `<p>${run}</p>`,
});

describe('PublishReport', () => {
  it('writes each rendering under a name that says the scope', async () => {
    const world = makeStepWorld({ texts: JUDGED });
    await makePublishReport({ ...world, render })(event);
    const files = world.objects.stored();
    expect(files['runs/run-1/files/report-rehearsal.txt']).toBe(
      `${judgement.run} by name: orders\n and 1 entries`,
    );
    expect(files['runs/run-1/files/report-rehearsal.html']).toBe(`<p>${judgement.run}</p>`);
    expect(allChangesOf(world)).toHaveLength(2);
  });

  it('fails when the run was not judged', async () => {
    const key = 'runs/run-1/files/judgement.json';
    const texts = Object.fromEntries(Object.entries(JUDGED).filter(([known]) => known !== key));
    const world = makeStepWorld({ texts });
    await expect(makePublishReport({ ...world, render })(event)).rejects.toMatchObject({
      name: 'ObjectMissing',
      message: `${key}: saw no such object; expected written by an earlier state`,
    });
    expect(allChangesOf(world)).toEqual([]);
  });

  it('writes nothing on a dry run', async () => {
    const world = makeStepWorld({ texts: JUDGED });
    await makePublishReport({ ...world, render })({ ...event, dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
  });
});
