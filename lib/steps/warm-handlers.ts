import type { Handlers } from '../ports/handlers.ts';
import { makeStep, type StepEvent, type StepPorts } from './step.ts';

export interface WarmHandlersPorts extends StepPorts {
  readonly handlers: Handlers;
}

/** The first call loads code and opens sessions; only code that ran a few times runs at its speed. */
const ROUNDS = 4;

/**
 * Calls every handler of the critical path with a dry-run event, a few times, so that none is cold and every session is
 * open when it is needed: a cold chain costs more than a promotion. The outcome has the seconds of the last call.
 */
export function makeWarmHandlers(ports: WarmHandlersPorts) {
  return makeStep(ports, {
    state: 'WarmHandlers',
    act: async ({ run, event }) => ({
      handlers: await Promise.all(
        run.criticalHandlers.map((name) => warm(ports, name, { ...event, dryRun: true, pending: [] })),
      ),
    }),
  });
}

async function warm({ handlers, clock }: WarmHandlersPorts, name: string, event: StepEvent) {
  let seconds = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = clock.now();
    await handlers.invoke(name, event);
    seconds = (clock.now() - start) / 1e6;
  }
  return { name, seconds };
}
