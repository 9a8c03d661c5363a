import { judgeRun } from '../domain/judge/judge-run.ts';
import { formatJudgement } from '../domain/judge/judgement-text.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Digest } from '../ports/digest.ts';
import type { Objects } from '../ports/objects.ts';
import { StepEvent } from './step/step-event.ts';
import { runTexts } from './step/run-texts.ts';

export interface JudgeRunPorts {
  readonly objects: Objects;
  readonly sha256: Digest;
}

/** Judges the run from its raw files alone and stores the judgement. The record is sealed: nothing is written to it. */
export function makeJudgeRun({ objects, sha256 }: JudgeRunPorts) {
  return async (input: unknown): Promise<void> => {
    const event = StepEvent.parse(input);
    if (event.dryRun) return;
    const { run } = event.run;
    const judgement = judgeRun({ directory: '.', texts: await runTexts(objects, run) }, sha256);
    await objects.put(runKeys.file(run, 'judgement.json'), formatJudgement(judgement));
  };
}
