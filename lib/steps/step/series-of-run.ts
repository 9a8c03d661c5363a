import {
  type FirstSegments,
  inOrder,
  missingParts,
  parseSeriesKey,
  SeriesEnd,
} from '../../domain/ledger/series.ts';
import type { OutcomeOf } from '../../domain/record/outcomes.ts';
import type { MoveInput } from '../../domain/run/move-input.ts';
import { runKeys, type SeriesRole } from '../../domain/run/run-keys.ts';
import type { RunCommon } from '../../domain/run/run-parts.ts';
import { seriesRun } from '../../domain/run/series-run.ts';
import type { Objects } from '../../ports/objects.ts';
import type { StepContext } from './make-step.ts';
import { watchGoesOn } from './watch-goes-on.ts';

/** A run that may have joined a watch: its samples are kept under that one. */
export type Sampled = RunCommon & Pick<MoveInput, 'watch'>;

/** A series of a run as one text, segment after segment, and which parts of it are not there. */
export async function seriesOfRun(
  objects: Pick<Objects, 'get' | 'list'>,
  context: StepContext<Sampled>,
  role: SeriesRole,
): Promise<{ readonly text: string; readonly missing: readonly string[] }> {
  const { run, maybe } = context;
  const first = firstSegments(maybe('StartHeartbeat'), role);
  const keys = await objects.list(runKeys.seriesOf(seriesRun(run), role));
  const parts = keys
    .flatMap((key) => parseSeriesKey(key) ?? [])
    .filter(({ source, segment }) => segment >= (first.get(source) ?? 0));
  const counts = new Map<string, number>();
  for (const end of parts.filter(({ part }) => part === 'end')) {
    counts.set(end.key, SeriesEnd.parse(JSON.parse((await objects.get(end.key))?.text ?? '{}')).objects);
  }
  const texts = await Promise.all(inOrder(parts).map(({ key }) => objects.get(key)));
  const text = texts.map((object) => object?.text ?? '').join('');
  const executions = [maybe('StartHeartbeat'), maybe('StartHeartbeatBack')].flatMap(
    (start) => start?.executions ?? [],
  );
  const series = executions.filter((execution) => execution.role === role);
  const started = series.map(({ database }) => database ?? 'services');
  const missing = missingParts(parts, counts, { started, first, goesOn: watchGoesOn(context) }).map(
    (part) => `${role}/${part}`,
  );
  return { text, missing };
}

/** Of a watch that ran before the run did, what is the run's. */
export function firstSegments(started: OutcomeOf<'StartHeartbeat'> | null, role: SeriesRole): FirstSegments {
  const own = (started?.from ?? []).filter((one) => one.role === role);
  return new Map(own.map(({ source, segment }) => [source, segment]));
}
