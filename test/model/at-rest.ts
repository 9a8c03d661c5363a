import * as z from 'zod';
import { readLock } from '../../lib/aws/lock-object.ts';
import { unfinishedRuns } from '../../lib/cli/unfinished-runs.ts';
import { judgeRun } from '../../lib/domain/judge/judge-run.ts';
import { FailoverJudgement } from '../../lib/domain/run/failover-judgement.ts';
import { OUTCOMES } from '../../lib/domain/record/outcomes.ts';
import { isFinishOf } from '../../lib/domain/run/finish-name.ts';
import { planKeys, runKeys } from '../../lib/domain/run/run-keys.ts';
import { runTexts } from '../../lib/steps/step/run-texts.ts';
import { sha256 } from '../fakes/sha256.ts';
import type { ModelAws } from './model-aws.ts';
import { AWAY, type ModelWorld } from './model-world.ts';
import { databasesIn, isServed, PLAN } from './serving.ts';
import { type Truth, trueRpoSeconds, trueRtoSeconds } from './truth.ts';

/** Numbers are reported in seconds with six digits. */
const ROUNDING = 1e-6;

/**
 * What is not as it must be once nothing moves any more: one sentence each. Without a truth no number is held against one:
 * where there was more than one outage, which of them a run was about is not known.
 */
export async function breachesAtRest(
  aws: ModelAws,
  run: string,
  truth: Truth | null,
): Promise<readonly string[]> {
  const judgement = await judgementOf(aws, run);
  return [
    ...aws.world.breaches,
    ...(await locksHeld(aws)),
    ...(await unlisted(aws)),
    ...(await withheldUnlisted(aws)),
    ...starts(aws),
    ...actedUnderAnotherName(aws),
    ...silentlyUnserved(aws, run),
    ...(typeof judgement === 'string'
      ? [judgement]
      : [
          ...(truth ? betterThanTruth(judgement, truth) : []),
          ...metWithoutProof(aws, run, judgement),
          ...metWithoutOne(aws, run, judgement),
        ]),
  ];
}

/** A run that ended well has left somebody who serves. */
function silentlyUnserved({ world, states }: ModelAws, run: string): readonly string[] {
  const ended = states
    .all()
    .find(({ record }) => record.name === run)
    ?.ending()?.status;
  return ended === 'SUCCEEDED' && !isServed(world) ? [`${run} ended well, and clients cannot write`] : [];
}

async function locksHeld(aws: ModelAws): Promise<readonly string[]> {
  return (await heldAtRest(aws)).map(({ words }) => words);
}

/** Whose lock is held, and the sentence for it. */
export async function heldAtRest({ access }: ModelAws) {
  const key = runKeys.lock(PLAN, 'failover');
  const sites = { recovery: access.recovery.objects, primary: access.primary.objects };
  const held = await Promise.all(
    Object.entries(sites).map(async ([site, objects]) => {
      const lock = (await readLock(objects, key).catch(() => null))?.lock;
      return lock?.state === 'held'
        ? [{ run: lock.run, words: `${lock.run} holds the lock of the ${site} site` }]
        : [];
    }),
  );
  return held.flat();
}

/** Whatever a run has made is gone, or `muster clean` names the run. */
async function unlisted({ world, access }: ModelAws): Promise<readonly string[]> {
  const left = [
    ...world.experiments
      .filter(({ state }) => state !== 'stopped')
      .map(({ id, run }) => ({ what: `experiment ${id}`, run })),
    ...world.series
      .filter(({ status }) => status === 'RUNNING')
      .map(({ name, input: { run } }) => ({ what: `series ${name}`, run })),
    ...world.fences
      .filter(({ status, request: { run } }) => status === 'RUNNING' && !isListedFence(world, run))
      .map(({ name, request: { run } }) => ({ what: `deferred fence ${name}`, run })),
  ];
  if (left.length === 0) return [];
  const listed = new Set((await unfinishedRuns(access)).map(({ run }) => run));
  return left
    .filter(({ run }) => !listed.has(run))
    .map(({ what, run }) => `${what} of ${run} is left, and nothing lists it`);
}

/** Where nothing was promoted, clients have their logins and jobs run, or `muster clean` names a run that has to see to it. */
async function withheldUnlisted({ world, access }: ModelAws): Promise<readonly string[]> {
  const primaries = world.instances.filter(({ inRecovery }) => !inRecovery);
  if (primaries.length > databasesIn(world).length) return [];
  const gate = world.buckets[AWAY]?.get(planKeys.jobs(PLAN));
  const { stopped } = JobsGate.parse(JSON.parse(gate?.text ?? '{}'));
  const withheld = [
    ...primaries.flatMap(({ id, noLogin }) => noLogin.map((role) => `the login of ${role} on ${id}`)),
    ...stopped.map((job) => `the job ${job}`),
  ];
  if (withheld.length === 0 || (await unfinishedRuns(access)).length > 0) return [];
  return withheld.map((what) => `${what} is withheld, nothing was promoted, and nothing lists it`);
}

const JobsGate = z.object({ stopped: z.array(z.string()).default([]) });

/** `muster fences` lists what lies there. */
function isListedFence({ buckets }: ModelWorld, run: string): boolean {
  return buckets[AWAY]?.has(planKeys.fence(PLAN, run)) ?? false;
}

/** One end, and one more for each time that somebody has made it go on. */
function starts({ states }: ModelAws): readonly string[] {
  return states.all().flatMap(({ record: { name }, ending, events, redrives }) => {
    const ends = events().filter(({ type }) =>
      /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(type),
    ).length;
    return ending() && ends === 1 + redrives().length ? [] : [`execution ${name} has ${ends} ends`];
  });
}

const Run = z.object({ run: z.string() });

/** What a run writes down it writes down once: an execution that is neither its own nor finishes it calls nothing. */
function actedUnderAnotherName({ states }: ModelAws): readonly string[] {
  return states.all().flatMap(({ record: { name, input }, events }) => {
    const { run } = Run.parse(JSON.parse(input));
    const isOfRun = name === run || isFinishOf(name, run);
    const calls = events().filter(({ type }) => type === 'TaskScheduled').length;
    return isOfRun || calls === 0 ? [] : [`execution ${name} has called ${calls} functions for ${run}`];
  });
}

/** As the run itself has judged it; where it has not, from its files. */
async function judgementOf({ access }: ModelAws, run: string): Promise<FailoverJudgement | string> {
  const stored = await access.recovery.objects.get(runKeys.file(run, 'judgement.json'));
  if (stored) return FailoverJudgement.parse(JSON.parse(stored.text));
  const texts = await runTexts(access.recovery.objects, run);
  try {
    const judgement = judgeRun({ directory: '.', texts }, sha256);
    return judgement.kind === 'failover' ? judgement : `${run} was judged as a ${judgement.kind}`;
  } catch (error) {
    return `${run} cannot be judged: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A promotion that only people's acceptance stands behind is no success. */
function metWithoutProof({ world }: ModelAws, run: string, { verdicts }: FailoverJudgement) {
  const fenced = OUTCOMES.FenceOldPrimary.safeParse(world.outcomes.get(`${run}/FenceOldPrimary`)).data;
  const isUnproven = fenced?.databases.some(({ proof }) => proof === 'none') ?? false;
  const hasPromoted = world.outcomes.has(`${run}/PromoteReplica`);
  return verdicts.overall === 'met' && isUnproven && hasPromoted
    ? [`${run} is met overall, and its fence was never proven`]
    : [];
}

/** What a run went on without was not recovered, whatever else was. */
function metWithoutOne({ world }: ModelAws, run: string, { verdicts, databases }: FailoverJudgement) {
  const states = ['PromoteReplica', 'ProvePromotion'] as const;
  const left = states.flatMap(
    (state) => OUTCOMES[state].safeParse(world.outcomes.get(`${run}/${state}`)).data?.without ?? [],
  );
  const flattering = left.flatMap(({ id }) =>
    databases.filter((one) => one.id === id && (one.verdict === 'met' || one.recoveryPoint !== null)),
  );
  return [
    ...flattering.map(({ id }) => `${run} went on without ${id}, and says that it was recovered`),
    ...(left.length > 0 && verdicts.drill !== 'missed'
      ? [`${run} went on without a database: ${verdicts.drill}`]
      : []),
    ...(left.length > 0 && verdicts.rto === 'met'
      ? [`${run} went on without a database, and its RTO is met`]
      : []),
  ];
}

function betterThanTruth({ rto, rpo, verdicts }: FailoverJudgement, truth: Truth): readonly string[] {
  const [trueRto, trueRpo] = [trueRtoSeconds(truth), trueRpoSeconds(truth)];
  return [
    ...flattered('RTO', rto?.highSeconds ?? null, trueRto),
    ...flattered('RPO', rpo?.highSeconds ?? null, trueRpo),
    ...(verdicts.rto === 'met' && trueRto === null ? ['the RTO is met, and nobody recovered'] : []),
    ...(verdicts.rpo === 'met' && trueRpo === null ? ['the RPO is met, and nothing was promoted'] : []),
  ];
}

function flattered(name: string, reported: number | null, truth: number | null): readonly string[] {
  if (reported === null) return [];
  if (truth === null) return [`an ${name} of ${reported} s is reported where there was none`];
  return reported < truth - ROUNDING
    ? [`an ${name} of at most ${reported} s is reported; it was ${truth} s`]
    : [];
}
