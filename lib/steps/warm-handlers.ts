import { MoveInput } from '../domain/run/move-input.ts';
import type { FailureName } from '../domain/failure.ts';
import type { Handlers } from '../ports/handlers.ts';
import { invokeDry } from './step/dry-call.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';
import type { StepEvent } from './step/step-event.ts';

export interface WarmHandlersPorts extends StepPorts {
  readonly handlers: Handlers;
}

/** Only code that ran a few times runs at its speed. */
const ROUNDS = 12;
/** Names of failures that another call may not meet. */
const PASSING: ReadonlySet<string> = new Set<FailureName>(['ThrottledUnknown', 'RegionUnreachable']);
/** For all of it: with an API that is slow the state would end by its time-out, and nothing would be drilled. */
const LIMIT_MS = 10_000;

/**
 * Calls every handler of the critical path with a dry-run event, a few times, right before it is needed: pre-flight may
 * have waited for minutes, and idle environments, clients and sessions grow cold. Not for longer than ten seconds: what
 * is not called then has been loaded by LoadHandlers. The outcome has the seconds of the last call of each.
 */
export function makeWarmHandlers(ports: WarmHandlersPorts) {
  return makeStep(ports, {
    state: 'WarmHandlers',
    input: MoveInput,
    act: async ({ run, event }) => ({ handlers: await warmInTurn(ports, run.criticalHandlers, event) }),
  });
}

/** One handler at a time: the samples that are being taken need their share of the machine. */
async function warmInTurn(ports: WarmHandlersPorts, names: readonly string[], event: StepEvent) {
  const last = new Map<string, number | null>();
  const until = ports.clock.now() + LIMIT_MS * 1000;
  for (const name of names)
    for (let round = 0; round < ROUNDS && ports.clock.now() < until; round += 1)
      last.set(name, await invokeDry(ports, name, event).catch(secondsBefore(last.get(name))));
  return [...last].flatMap(([name, seconds]) => (seconds === null ? [] : [{ name, seconds }]));
}

/** An API that throttles, or is silent for a moment, says nothing of a handler, which LoadHandlers has called before. */
function secondsBefore(seconds: number | null = null): (error: unknown) => number | null {
  return (error) => {
    if (error instanceof Error && PASSING.has(error.name)) return seconds;
    throw error;
  };
}
