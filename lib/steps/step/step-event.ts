import * as z from 'zod';
import { StepEntry } from '../../domain/record/entry.ts';
import { WorkflowFailure } from '../../domain/record/shared-outcomes.ts';
import { Leg } from '../../domain/run/leg.ts';
import { RealEvent } from '../../domain/run/real-event.ts';
import { RunCommon } from '../../domain/run/run-parts.ts';

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
