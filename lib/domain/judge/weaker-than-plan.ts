import { PlanInvalid } from '../failure.ts';
import { planDocument } from '../plan/plan-document.ts';
import { RecoveryPlan } from '../plan/recovery-plan.ts';
import { recompile } from '../run/recompile.ts';
import type { RunInput } from '../run/run-input.ts';
import { type Difference, judgementDifferences } from './judgement-differences.ts';

/**
 * Where what a run was judged against is weaker than its own plan, each as a sentence; null where the plan cannot be
 * read. An input is compiled by the command, or written by a person who starts the state machine from the console.
 */
export function weakerThanPlan(input: RunInput, planText: string): readonly string[] | null {
  const plan = planOf(planText);
  if (!plan) return null;
  const planned = compiled(plan, input);
  if (typeof planned === 'string') return [planned];
  return judgementDifferences(input, planned)
    .filter((difference) => isWeaker(difference, input))
    .map(({ path, stored, recomputed }) => `${path} is ${stored}, by the plan ${recomputed}`);
}

/** Its shape alone: rules of how parts fit may become stricter, and an old plan stays the one that was run. */
function planOf(planText: string): RecoveryPlan | null {
  const read = planDocument(planText);
  return read.ok ? (RecoveryPlan.safeParse(read.value).data ?? null) : null;
}

/** Or why it cannot be: the input of a run may hold anything that has its shape. */
function compiled(plan: RecoveryPlan, input: RunInput): RunInput | string {
  try {
    return recompile(plan, input);
  } catch (error) {
    if (error instanceof PlanInvalid || error instanceof RangeError) return error.message;
    throw error;
  }
}

/** What makes a measurement easier to meet when it is higher, and when it is lower. */
const LOWER_IS_STRICTER =
  /(^objectives\.|\.(rto|rpo|maxSkew)Seconds$|^(canaryTimeout|timeToLive|drainDeadline|catchUpDeadline|fenceDeadline)Seconds$|^maxSizeDeviationPercent$)/;
const HIGHER_IS_STRICTER = /^(holdSeconds|heartbeat\.goodToRecover|lagSamples|retain\..+)$/;

/** What has to be as the plan says: neither more nor less of it is stricter. */
const SAME =
  /^(sites|plan\.name|databases|services|consistencyGroups|backgroundJobs|buckets|switchKey|jobsKey|detect|fence|disruption|failback|stopConditions|allowedRegions|kmsKey|timeZone|rowsPerRange|source|network|checks|inventory|schedule|heartbeat\.attemptTimeoutSeconds)(\.|$)/;
const SAME_ON_AWS = /^(verifyWaveSeconds|followSeconds)$/;

/** Addresses of a sandbox are its own, and a young one has no older moment. */
const OF_THE_PLACE = /(\.frontDoor\.|\.healthCheck\.(kind|url|host|port)$|^source\.orLater$)/;
/** Found where a run runs, and in no plan. */
const OF_NO_PLAN = /\.directDoor(\.|$)/;
/** A watch that stood before the event goes on by its own rule. */
const OF_THE_WATCH = /^(detect|heartbeat\.attemptTimeoutSeconds)(\.|$)/;

function isWeaker({ path, stored, recomputed }: Difference, input: RunInput): boolean {
  if (OF_NO_PLAN.test(path)) return false;
  if (input.target !== 'aws' && OF_THE_PLACE.test(path)) return false;
  if (isOfWatch(input) && OF_THE_WATCH.test(path)) return false;
  // Runs of before it was recorded have null.
  if ((path === 'allowedRegions' || path === 'schedule') && stored === 'null') return false;
  // What is no number compares with none, and is weaker.
  if (LOWER_IS_STRICTER.test(path)) return !(Number(stored) <= Number(recomputed));
  if (HIGHER_IS_STRICTER.test(path)) return !(Number(stored) >= Number(recomputed));
  return SAME.test(path) || (input.target === 'aws' && SAME_ON_AWS.test(path));
}

function isOfWatch(input: RunInput): boolean {
  return input.kind === 'failover' && input.scope === 'real' && input.watch !== null;
}
