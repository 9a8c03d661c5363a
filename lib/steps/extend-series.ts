import { checkResult, endOfRecord } from '../domain/alarm/check-result.ts';
import { parseInstant } from '../domain/instant.ts';
import { readRun } from '../domain/judge/run-facts.ts';
import { ReplicationCheckInput } from '../domain/run/replication-check-input.ts';
import { ReplicationCheckJudgement } from '../domain/run/replication-check-judgement.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Clock } from '../ports/clock.ts';
import type { Objects } from '../ports/objects.ts';
import { StepEvent } from './step/step-event.ts';
import { addCheck, readAlarm, tellAlarm } from './step/rpo-series.ts';
import { runTexts } from './step/run-texts.ts';

export interface ExtendSeriesPorts {
  readonly objects: Objects;
  readonly clock: Clock;
}

/**
 * Adds what the check has found to its plan's series, and writes an event for each change of the alarm that follows from
 * it. Also a check that failed is added: it has proven nothing. Idempotent: series and events are written once, under
 * names that follow from the record; the record itself is sealed by now.
 */
export function makeExtendSeries({ objects, clock }: ExtendSeriesPorts) {
  return async (input: unknown): Promise<void> => {
    const event = StepEvent.parse(input);
    if (event.dryRun) return;
    const run = ReplicationCheckInput.parse(event.run);
    const facts = readRun({ directory: '.', texts: await runTexts(objects, run.run) });
    const judgement = await judgementOf(objects, run.run);
    const check = checkResult({ run, judgement, facts, at: endOfRecord(facts) ?? clock.now() });
    await addCheck(objects, check);
    const asked = { plan: run.plan.name, schedule: run.schedule, until: parseInstant(check.at) };
    await tellAlarm(objects, run.plan.name, await readAlarm(objects, asked));
  };
}

/** Null when the run could not be judged. */
async function judgementOf(objects: Objects, run: string): Promise<ReplicationCheckJudgement | null> {
  const stored = await objects.get(runKeys.file(run, 'judgement.json'));
  return stored && ReplicationCheckJudgement.parse(JSON.parse(stored.text));
}
