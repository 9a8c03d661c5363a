import type * as z from 'zod';
import { ByHandUnproven } from '../../domain/failure.ts';
import { isAdoptable } from '../../domain/run/adopted.ts';
import { heedsAbort } from '../../domain/run/heeds-abort.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { StepEntry } from '../../domain/record/entry.ts';
import type { OutcomeOf, StateName } from '../../domain/record/outcomes.ts';
import { onLeg } from '../../domain/run/leg.ts';
import type { RunCommon } from '../../domain/run/run-parts.ts';
import { SCHEMA_VERSION } from '../../domain/stored.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Locks } from '../../ports/locks.ts';
import type { RunRecord } from '../../ports/run-record.ts';
import { decisionOn } from './decision-on.ts';
import { type KnownOnLeg, knownOnLeg } from './known-on-leg.ts';
import { ownerCheck } from './owner-check.ts';
import { StepEvent } from './step-event.ts';

/** `pending` are entries of the record that are still to be written, by the first step off the critical path. */
export interface StepResult {
  readonly outcome: unknown;
  readonly pending: readonly StepEntry[];
}

export interface StepPorts {
  readonly clock: Clock;
  readonly record: RunRecord;
  readonly locks: Locks;
}

export interface StepContext<I extends RunCommon = RunCommon> extends KnownOnLeg {
  /** As the leg sees it that the state belongs to. */
  readonly run: I;
  readonly event: StepEvent;
  /**
   * To be awaited right before each change that a step makes after it has waited for something: asks for the lock
   * again, unless it was asked within the last second. In a step that looks first it also awaits the intent.
   * @throws GenerationSuperseded
   */
  readonly stillOwner: () => Promise<void>;
}

export interface StepSpec<S extends StateName, I extends RunCommon> {
  readonly state: S;
  /** What the step reads of the run's input: that of the kinds of drill that it belongs to. */
  readonly input: z.ZodType<I>;
  /** Throws where it may not begin any more: before anything is announced or changed. Not asked of what was done by hand. */
  readonly mayBegin?: (context: StepContext<I>) => Promise<void>;
  /** Present on steps that change the system: what it is about to do, on record before it acts. Null: nothing to do. */
  readonly intent?: (context: StepContext<I>) => Record<string, unknown> | null;
  /**
   * It removes nothing but what bears the run's own name and tag. A run gives its lock back also where it could not see
   * what was left, as in a region that is silent: whoever finishes it removes that whoever holds the lock by then.
   */
  readonly removesOwn?: boolean;
  /** The step begins by only looking, while its intent is being written, and awaits `stillOwner` before it changes. */
  readonly looksFirst?: boolean;
  /** On the critical path the outcome is not awaited here: the next step off the path writes it. */
  readonly defersRecord?: boolean;
  /** What this step reads or opens besides lock and record, done ahead of need. Changes nothing. */
  readonly warm?: (context: StepContext<I>) => Promise<void>;
  readonly act: (context: StepContext<I>) => Promise<OutcomeOf<S>>;
  /**
   * Proves, and changes nothing, that what the step does was done by hand. None on a step that only looks: there it is
   * `act`. @throws ByHandUnproven
   */
  readonly proof?: (context: StepContext<I>) => Promise<OutcomeOf<S>>;
}

/**
 * One orchestration step as a function of its event. A step with an intent writes it, and checks that its run still
 * holds the lock's generation, before it acts.
 * @throws GenerationSuperseded when another run has taken over, and whatever `act` throws.
 */
export function makeStep<S extends StateName, I extends RunCommon>(ports: StepPorts, spec: StepSpec<S, I>) {
  return async (input: unknown): Promise<StepResult> => {
    const event = StepEvent.parse(input);
    const context = contextOf(ports, event, spec);
    if (event.dryRun) {
      await rehearse(ports, context, () => spec.warm?.(context));
      return { outcome: null, pending: [] };
    }
    const byHand = byHandOf(event);
    if (byHand) mustBeProvable(event, spec);
    else await spec.mayBegin?.(context);
    const intent = byHand ? { byHand } : spec.intent?.(context);
    const announced = intent ? recordIntent(ports, context, intent) : Promise.resolve();
    const act = byHand ? (spec.proof ?? spec.act) : spec.act;
    const outcome = await (spec.looksFirst
      ? actMeanwhile(act, context, announced)
      : announced.then(() => act(context)));
    const entries = [...context.event.pending, entryOf(ports, context, { kind: 'outcome', data: outcome })];
    if (spec.defersRecord) return { outcome, pending: entries };
    await Promise.all(entries.map((entry) => ports.record.append(context.run.run, entry)));
    return { outcome, pending: [] };
  };
}

/** Whatever the step has looked at, an intent that failed is its failure. */
async function actMeanwhile<S extends StateName, I extends RunCommon>(
  act: StepSpec<S, I>['act'],
  context: StepContext<I>,
  announced: Promise<void>,
) {
  const stillOwner = () => announced.then(context.stillOwner);
  const [outcome] = await Promise.all([act({ ...context, stillOwner }), announced]);
  return outcome;
}

/** A step that changes something and has no proof would do its work, under the name of a person who is said to have done it. */
function mustBeProvable(
  { state }: StepEvent,
  { intent, proof }: { intent?: unknown; proof?: unknown },
): void {
  if (proof !== undefined || intent === undefined) return;
  const limit = 'a proof that it was done by hand, which this state has none of: `npx muster retry`';
  throw new ByHandUnproven({ subject: state, seen: "a person's word", limit });
}

/**
 * By a person's word to a state that had failed, or by what was adopted of a runbook. What cannot be proven and stands in
 * an input all the same counts for nothing here, or the run could never go on; the judge says so.
 */
function byHandOf(event: StepEvent) {
  const { state, takenOver, run } = event;
  if (takenOver?.state === state)
    return { by: takenOver.by, note: takenOver.reason, at: null, adopted: false };
  if (isToBeDone(event)) return null;
  const adopted = run.real?.adopted.find((action) => action.state === state && isAdoptable(state));
  return adopted ? { by: adopted.by, note: adopted.note, at: adopted.at, adopted: true } : null;
}

/** What was adopted and could not be proven is done by the run itself, once a person has said so: `npx muster retry`. */
function isToBeDone(event: StepEvent): boolean {
  const decided = decisionOn(event);
  return decided === 'retry' || decided === 'go-without';
}

/** All that an intent costs, so that nothing of it is done for the first time on the critical path. */
async function rehearse(ports: StepPorts, context: StepContext, warm: () => Promise<void> | undefined) {
  const grant = context.maybe('AcquireLock');
  await Promise.all([
    warm(),
    ports.record.rehearse(context.run.run),
    grant ? ports.locks.verify(grant) : undefined,
  ]);
}

async function recordIntent(
  ports: StepPorts,
  context: StepContext,
  data: Record<string, unknown>,
): Promise<void> {
  await Promise.all([
    ports.record.append(context.run.run, entryOf(ports, context, { kind: 'intent', data })),
    context.stillOwner(),
  ]);
}

function contextOf<S extends StateName, I extends RunCommon>(
  ports: StepPorts,
  event: StepEvent,
  { input, removesOwn = false }: StepSpec<S, I>,
): StepContext<I> {
  const { leg = 'there' } = event;
  const known = knownOnLeg(event, leg);
  const { maybe } = known;
  const needsNoLock = removesOwn && event.run.finish !== undefined;
  return {
    run: onLeg(input.parse(event.run), leg),
    event,
    ...known,
    stillOwner: ownerCheck(ports, {
      grantOf: () => (needsNoLock ? null : maybe('AcquireLock')),
      heeds: heedsAbort(event.state, event.forward === true || maybe('PromoteReplica') !== null),
    }),
  };
}

function entryOf(
  ports: StepPorts,
  { event }: StepContext,
  { kind, data }: { kind: 'intent' | 'outcome'; data: Record<string, unknown> },
): StepEntry {
  const at = formatInstant(ports.clock.now());
  return { schemaVersion: SCHEMA_VERSION, kind, state: event.state, attempt: event.attempt, at, data };
}
