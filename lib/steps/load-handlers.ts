import { MoveInput } from '../domain/run/move-input.ts';
import type { Handlers } from '../ports/handlers.ts';
import { invokeDry } from './step/dry-call.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

export interface LoadHandlersPorts extends StepPorts {
  readonly handlers: Handlers;
}

/**
 * Calls every handler of the critical path once with a dry-run event, before any series begins: the first call starts a
 * process and loads code, which would disturb a baseline. The outcome has the seconds of each call.
 */
export function makeLoadHandlers(ports: LoadHandlersPorts) {
  return makeStep(ports, {
    state: 'LoadHandlers',
    input: MoveInput,
    act: async ({ run, event }) => ({
      handlers: await Promise.all(
        run.criticalHandlers.map(async (name) => ({ name, seconds: await invokeDry(ports, name, event) })),
      ),
    }),
  });
}
