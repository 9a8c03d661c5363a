import { CleanUpIncomplete } from '../../domain/failure.ts';
import { predecessorsOf } from '../../domain/record/predecessors.ts';
import { hasEnded } from '../../domain/run/experiment-states.ts';
import type { Disruption, ExperimentRef } from '../../ports/disruption.ts';
import { cannotBeAsked } from './cannot-be-asked.ts';
import { lookUntil } from './look-until.ts';
import type { StepContext, StepPorts } from './make-step.ts';

const RETURN_LIMIT_MS = 30_000;
const POLL_MS = 50;

export interface ExperimentPorts extends Pick<StepPorts, 'clock'> {
  readonly disruption: Disruption;
}

/**
 * Undoes experiments; answers how they ended, each way once, or "none".
 * @throws CleanUpIncomplete while one has not ended
 */
export async function undoAll(
  ports: ExperimentPorts,
  experiments: readonly ExperimentRef[],
): Promise<string> {
  const states = await Promise.all(experiments.map((experiment) => undo(ports, experiment)));
  return states.length === 0 ? 'none' : [...new Set(states)].join(', ');
}

/**
 * Every experiment of the run: those on record, and those that the injectors of both regions hold of it, because one
 * that failed half-way left no outcome.
 */
export async function experimentsOf(
  { disruption }: ExperimentPorts,
  { run, maybe }: StepContext,
): Promise<readonly ExperimentRef[]> {
  const { primary, recovery } = run.sites;
  const injected = maybe('InjectDisruption');
  const applied = maybe('ApplyConditions');
  const known: readonly ExperimentRef[] = [
    ...(injected?.experiment ? [{ region: primary.region, experiment: injected.experiment }] : []),
    ...(applied?.experiments ?? []).map(({ region, experiment }) => ({ region, experiment })),
  ];
  // The faults of a drill that was pre-empted are nobody else's to undo.
  const lock = maybe('AcquireLock');
  const preempted = (lock ? predecessorsOf(lock) : []).flatMap((one) => one.preempted?.run ?? []);
  if (injected && applied && preempted.length === 0) return known;
  const regions = [...new Set([primary.region, recovery.region])];
  const held = await Promise.all(
    regions.map(async (region) => {
      const unfinished = await unfinishedIn(disruption, run, region);
      const own = unfinished.filter(
        (found) => found.run !== null && [run.run, ...preempted].includes(found.run),
      );
      return own.map(({ experiment }) => ({ region, experiment }));
    }),
  );
  const isKnown = ({ region, experiment }: ExperimentRef) =>
    known.some((other) => other.region === region && other.experiment === experiment);
  return [...known, ...held.flat().filter((found) => !isKnown(found))];
}

/**
 * How the experiment that took the region away stands, once more, before it is undone: one that somebody has stopped, or
 * its own stop condition, has brought the old primary back by itself. Null where there was none.
 */
export async function disruptionSeen(
  { disruption }: Pick<ExperimentPorts, 'disruption'>,
  { run, maybe }: Pick<StepContext, 'run' | 'maybe'>,
): Promise<{ readonly state: string; readonly endedAt: string | null } | null> {
  const experiment = maybe('InjectDisruption')?.experiment ?? null;
  if (experiment === null) return null;
  // Whatever the injector says or does not: the undo follows.
  return disruption.status({ region: run.sites.primary.region, experiment }).then(
    ({ state, endedAt = null }) => ({ state, endedAt }),
    () => ({ state: 'unknown', endedAt: null }),
  );
}

/** A region that is really lost is asked for nothing: no real run injects anything there. */
async function unfinishedIn(disruption: Disruption, { scope, sites }: StepContext['run'], region: string) {
  const isLost = scope === 'real' && region !== sites.recovery.region;
  return disruption.unfinished(region).catch((error: unknown) => {
    if (isLost && cannotBeAsked(scope, error)) return [];
    throw error;
  });
}

async function undo({ disruption, clock }: ExperimentPorts, ref: ExperimentRef): Promise<string> {
  await disruption.undo(ref);
  const { state } = await lookUntil(clock, {
    look: () => disruption.status(ref),
    enough: (status) => hasEnded(status.state),
    deadline: clock.now() + RETURN_LIMIT_MS * 1000,
    everyMs: POLL_MS,
  });
  if (hasEnded(state)) return state;
  const limit = `ended within ${RETURN_LIMIT_MS / 1000} s of the undo`;
  throw new CleanUpIncomplete({ subject: `experiment ${ref.experiment}`, seen: state, limit });
}
