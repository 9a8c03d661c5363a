import * as z from 'zod';
import { heedsAbort } from '../../domain/run/heeds-abort.ts';
import { formatInstant } from '../../domain/instant.ts';
import { StepEntry } from '../../domain/record/entry.ts';
import { legState } from '../../domain/record/leg-state.ts';
import { OUTCOMES, type OutcomeOf, type StateName } from '../../domain/record/outcomes.ts';
import { WorkflowFailure } from '../../domain/record/shared-outcomes.ts';
import { Leg, onLeg } from '../../domain/run/leg.ts';
import { RealEvent } from '../../domain/run/real-event.ts';
import { RunCommon } from '../../domain/run/run-parts.ts';
import { SCHEMA_VERSION } from '../../domain/stored.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Locks } from '../../ports/locks.ts';
import type { RunRecord } from '../../ports/run-record.ts';
import { verifyLock } from './verify-lock.ts';

/** What the state machine hands to every step; `outcomes` holds what earlier states saw, by state name. */
const HandedOver = z.object({
  /** Of any kind: each step reads what it needs of it. */
  run: z.looseObject({ ...RunCommon.shape, real: RealEvent.nullable().optional() }),
  executionArn: z.string(),
  state: z.string(),
  attempt: z.int().nonnegative(),
  outcomes: z.record(z.string(), z.unknown()),
  pending: z.array(StepEntry),
  failure: WorkflowFailure.nullable(),
  taskToken: z.string().optional(),
  /** Sent by states of the way back: there the sites have changed places. */
  leg: Leg.optional(),
  /** What a state that asks people is about: the failure that made it necessary, and how often it was asked. */
  paused: WorkflowFailure.nullable().optional(),
  round: z.int().nonnegative().optional(),
  /** A state whose work a person has done by hand: its step changes nothing, and proves that it was done. */
  takenOver: z.object({ state: z.string(), by: z.string(), reason: z.string() }).nullable().optional(),
  /** It was promoted although somebody wanted it to end: from here there is only the way to the end. */
  forward: z.boolean().optional(),
  /** States that failed and were left out at a person's word. */
  skipped: z.array(z.string()).optional(),
  /** Sent by LoadHandlers and WarmHandlers: get ready, change nothing. */
  dryRun: z.boolean().optional(),
  /** Set below: the execution that finishes a run, where it is not the run's own. */
  finishArn: z.string().optional(),
});

/** A run that is finished by another execution stays who it was: owner of its locks, with one record. */
export const StepEvent = HandedOver.transform((event) => {
  const { finish } = event.run;
  if (!finish) return event;
  return {
    ...event,
    executionArn: finish.executionArn,
    finishArn: event.executionArn,
    attempt: finish.firstAttempt + event.attempt,
  };
});

export type StepEvent = z.infer<typeof StepEvent>;

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

export interface StepContext<I extends RunCommon = RunCommon> {
  /** As the leg sees it that the state belongs to. */
  readonly run: I;
  readonly event: StepEvent;
  /** The outcome of an earlier state, on the way back of that leg's own. @throws ZodError when that state has not run. */
  readonly seen: <S extends StateName>(state: S) => OutcomeOf<S>;
  /** The same, or null when that state has not run. */
  readonly maybe: <S extends StateName>(state: S) => OutcomeOf<S> | null;
  /** Whether a state, the one that failed or one that was left out after it had failed, began a change of which it is not known whether it was made. */
  readonly undecided: (state: StateName) => boolean;
  /**
   * To be awaited right before each change that a step makes after it has waited for something: asks for the lock
   * again, unless it was asked within the last second. In a step that looks first it also awaits the intent.
   * @throws GenerationSuperseded
   */
  readonly stillOwner: () => Promise<void>;
}

/** How long an answer of the lock counts as "right before": no step of the critical path asks twice. */
const OWNER_FOR_MS = 1_000;

export interface StepSpec<S extends StateName, I extends RunCommon> {
  readonly state: S;
  /** What the step reads of the run's input: that of the kinds of drill that it belongs to. */
  readonly input: z.ZodType<I>;
  /** Present on steps that change the system: what it is about to do, on record before it acts. Null: nothing to do. */
  readonly intent?: (context: StepContext<I>) => Record<string, unknown> | null;
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
    const context = contextOf(ports, event, spec.input.parse(event.run));
    if (event.dryRun) {
      await rehearse(ports, context, () => spec.warm?.(context));
      return { outcome: null, pending: [] };
    }
    const byHand = byHandOf(event);
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

/** By a person's word to a state that had failed, or by what was adopted of a runbook. */
function byHandOf({ state, takenOver, run }: StepEvent) {
  if (takenOver?.state === state)
    return { by: takenOver.by, note: takenOver.reason, at: null, adopted: false };
  const adopted = run.real?.adopted.find((action) => action.state === state);
  return adopted ? { by: adopted.by, note: adopted.note, at: adopted.at, adopted: true } : null;
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

function contextOf<I extends RunCommon>(ports: StepPorts, event: StepEvent, run: I): StepContext<I> {
  const { leg = 'there' } = event;
  const outcomeOf = (state: StateName) => event.outcomes[legState(state, leg)];
  const maybe: StepContext['maybe'] = (state) =>
    outcomeOf(state) === undefined ? null : OUTCOMES[state].parse(outcomeOf(state));
  return {
    run: onLeg(run, leg),
    event,
    seen: (state) => OUTCOMES[state].parse(outcomeOf(state)),
    maybe,
    undecided: (state) => {
      const own: string = legState(state, leg);
      const announced = [
        event.failure?.state,
        ...(event.skipped ?? []),
        ...(event.run.finish?.undecided ?? []),
      ];
      return maybe(state) === null && announced.includes(own);
    },
    stillOwner: ownerCheck(ports, {
      grantOf: () => maybe('AcquireLock'),
      heeds: heedsAbort(event.state, event.forward === true || maybe('PromoteReplica') !== null),
    }),
  };
}

interface OwnerQuestion {
  readonly grantOf: () => OutcomeOf<'AcquireLock'> | null;
  /** Whether the state gives way when somebody wants the run to end. */
  readonly heeds: boolean;
}

/** A run that took no lock owns nothing that another could have taken over. */
function ownerCheck({ clock, locks }: StepPorts, { grantOf, heeds }: OwnerQuestion) {
  let asked: { readonly at: number; readonly answer: Promise<void> } | null = null;
  return async () => {
    const at = clock.now();
    const grant = grantOf();
    if (!grant) return;
    if (!asked || at - asked.at >= OWNER_FOR_MS * 1000)
      asked = { at, answer: verifyLock(locks, grant, heeds) };
    await asked.answer;
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
