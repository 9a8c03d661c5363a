import { readRun, type RunFacts } from '../domain/judge/run-facts.ts';
import { Judgement } from '../domain/run/judgement.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { ObjectMissing } from '../domain/failure.ts';
import type { Objects } from '../ports/objects.ts';
import { StepEvent } from './step/step-event.ts';
import { runTexts } from './step/run-texts.ts';

export interface PublishReportPorts {
  readonly objects: Objects;
  /** Renderings of one judgement and what the run's raw files say, by file extension. */
  readonly render: (judgement: Judgement, facts: RunFacts) => Readonly<Record<string, string>>;
}

/**
 * Writes the report in each rendering; the scope stands in every file's name.
 * @throws ObjectMissing when the run was not judged.
 */
export function makePublishReport({ objects, render }: PublishReportPorts) {
  return async (input: unknown): Promise<void> => {
    const event = StepEvent.parse(input);
    if (event.dryRun) return;
    const { run } = event.run;
    const judgement = Judgement.parse(JSON.parse(await read(objects, run, 'judgement.json')));
    const texts = await runTexts(objects, run);
    const renderings = render(judgement, readRun({ directory: judgement.directory, texts }));
    await Promise.all(
      Object.entries(renderings).map(([extension, text]) =>
        objects.put(runKeys.file(run, `report-${judgement.scope}.${extension}`), text),
      ),
    );
  };
}

async function read(objects: Objects, run: string, name: string): Promise<string> {
  const stored = await objects.get(runKeys.file(run, name));
  if (stored) return stored.text;
  throw new ObjectMissing({
    subject: runKeys.file(run, name),
    seen: 'no such object',
    limit: 'written by an earlier state',
  });
}
