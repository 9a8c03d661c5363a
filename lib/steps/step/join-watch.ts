import { ObjectMissing } from '../../domain/failure.ts';
import { inOrder, parseSeriesKey } from '../../domain/ledger/series.ts';
import { HeartbeatStatus } from '../../domain/run/heartbeat-input.ts';
import type { MoveInput } from '../../domain/run/move-input.ts';
import { planKeys, runKeys } from '../../domain/run/run-keys.ts';
import { StandingWatch } from '../../domain/run/standing-watch.ts';
import type { Objects } from '../../ports/objects.ts';

/** An outage that was not acted on for longer than so many segments has left the samples of its beginning out. */
const MOST_SEGMENTS_BACK = 200;
const ACKNOWLEDGED = '"outcome":"acknowledged"';

/**
 * The series of a watch as a run's own, and from which segment on they are the run's: from the one before the last
 * acknowledged heartbeat of any database, so that what was good stands beside what was lost.
 * @throws ObjectMissing when the plan's watch is another one, or none
 */
export async function joinWatch(
  { objects }: { readonly objects: Objects },
  { plan }: Pick<MoveInput, 'plan'>,
  name: string,
) {
  const stored = await objects.get(planKeys.watch(plan.name));
  const watch = stored && StandingWatch.parse(JSON.parse(stored.text));
  if (watch?.run !== name)
    throw new ObjectMissing({
      subject: planKeys.watch(plan.name),
      seen: watch ? `watch ${watch.run}` : 'no watch',
      limit: `watch ${name}, which the run was started with`,
    });
  const series = watch.executions;
  const ledgers = series.filter(({ role }) => role === 'ledger');
  const back = await Promise.all(ledgers.map(({ source }) => segmentsBack(objects, name, source)));
  const most = Math.max(0, ...back) + 1;
  const from = await Promise.all(
    series.map(async ({ role, source }) => {
      const current = await currentSegment(objects, runKeys.status(name, role, source));
      return { role, source, segment: Math.max(0, current - most) };
    }),
  );
  const executions = series.map(({ role, source, arn }) => ({
    role,
    database: role === 'health' ? null : source,
    arn,
  }));
  return { executions, from };
}

async function currentSegment(objects: Objects, key: string): Promise<number> {
  const stored = await objects.get(key);
  return stored ? HeartbeatStatus.parse(JSON.parse(stored.text)).segment : 0;
}

/** How many segments before the current one the last acknowledged heartbeat lies. */
async function segmentsBack(objects: Objects, run: string, source: string): Promise<number> {
  const stored = await objects.get(runKeys.status(run, 'ledger', source));
  if (!stored) return 0;
  const { segment, lastGoodAt } = HeartbeatStatus.parse(JSON.parse(stored.text));
  if (lastGoodAt !== null) return 0;
  const most = Math.min(segment, MOST_SEGMENTS_BACK);
  for (let back = 1; back <= most; back += 1) {
    const keys = await objects.list(`${runKeys.series(run, 'ledger', source)}${segment - back}-`);
    const parts = inOrder(keys.flatMap((key) => parseSeriesKey(key) ?? []));
    for (const { key } of parts.toReversed())
      if ((await objects.get(key))?.text.includes(ACKNOWLEDGED)) return back;
  }
  return most;
}
