import type { Handlers } from '../ports/handlers.ts';
import { invokeDry } from './step/dry-call.ts';
import { makeStep, type StepEvent, type StepPorts } from './step/make-step.ts';

export interface WarmHandlersPorts extends StepPorts {
  readonly handlers: Handlers;
}

/** Only code that ran a few times runs at its speed. */
const ROUNDS = 12;

/**
 * Calls every handler of the critical path with a dry-run event, a few times, right before it is needed: pre-flight may
 * have waited for minutes, and idle environments, clients and sessions grow cold. The outcome has the seconds of the
 * last call of each.
 */
export function makeWarmHandlers(ports: WarmHandlersPorts) {
  return makeStep(ports, {
    state: 'WarmHandlers',
    act: async ({ run, event }) => ({
      handlers: await inTurn(run.criticalHandlers, (name) => warm(ports, name, event)),
    }),
  });
}

async function warm(ports: WarmHandlersPorts, name: string, event: StepEvent) {
  let seconds = 0;
  for (let round = 0; round < ROUNDS; round += 1) seconds = await invokeDry(ports, name, event);
  return { name, seconds };
}

/** One handler at a time: the samples that are being taken need their share of the machine. */
async function inTurn<T>(names: readonly string[], each: (name: string) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (const name of names) results.push(await each(name));
  return results;
}
