import type { SiteAccess } from '../aws/site-access.ts';
import { Conflict } from '../domain/failure.ts';
import { executionArnOf } from '../domain/run/execution-arn.ts';
import type { FailoverInput } from '../domain/run/failover-input.ts';
import { planKeys } from '../domain/run/run-keys.ts';
import { seriesInputs, seriesName } from '../domain/run/series-inputs.ts';
import type { LocatedDatabase } from '../domain/run/session-targets.ts';
import { StandingWatch } from '../domain/run/standing-watch.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import { endWatch, isRunning } from './plan-watch.ts';
import { UsageError } from './usage-error.ts';

interface Beginning {
  /** Whose series are taken, under its name. */
  readonly input: FailoverInput;
  readonly located: readonly LocatedDatabase[];
  readonly startedAt: string;
}

type Site = Pick<SiteAccess, 'objects' | 'workflows'>;

/**
 * Takes a plan's series from now on. Which they are stands in the bucket before the first of them is started: whoever
 * ends half-way leaves none that `muster watch stop` does not find.
 * @throws UsageError when another watch of the plan runs, or begins at the same moment
 */
export async function beginWatch(
  { objects, workflows }: Site,
  { input, located, startedAt }: Beginning,
): Promise<StandingWatch> {
  const { run, plan, heartbeat, detect } = input;
  const key = planKeys.watch(plan.name);
  const before = await objects.get(key);
  if (before) await mustBeOver({ objects, workflows }, StandingWatch.parse(JSON.parse(before.text)));
  const series = seriesInputs(input, located, input.sites.recovery).map((one, index) => ({
    machineArn: heartbeat.stateMachineArn,
    name: seriesName(one, index),
    input: one,
  }));
  const executions = series.map(({ machineArn, name, input: { role, source } }) => ({
    role,
    source,
    arn: executionArnOf(machineArn, name),
  }));
  const parts = { run, plan, startedAt, heartbeat, detect, executions };
  const watch: StandingWatch = { schemaVersion: SCHEMA_VERSION, ...parts };
  await objects
    .put(key, JSON.stringify(watch), before ? { etag: before.etag } : { absent: true })
    .catch((error: unknown) => {
      if (error instanceof Conflict)
        throw new UsageError(`another watch of plan ${plan.name} begins at this moment; nothing was started`);
      throw error;
    });
  await Promise.all(series.map((one) => workflows.start(one)));
  return watch;
}

/** It is told to end all the same: a series of it that is started late ends by that. */
async function mustBeOver(site: Site, before: StandingWatch): Promise<void> {
  if (await isRunning(site.workflows, before))
    throw new UsageError(
      `${before.run} watches plan ${before.plan.name} already; \`npx muster watch stop\` ends it`,
    );
  await endWatch(site, before);
}
