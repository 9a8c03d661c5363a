import type { Handlers } from '../ports/handlers.ts';
import { makeStep, type StepPorts } from './step.ts';

export interface WarmHandlersPorts extends StepPorts {
  readonly handlers: Handlers;
}

/**
 * Calls every handler of the critical path once with a dry-run event, so that none is cold and every session is open
 * when it is needed: a cold chain costs more than a promotion.
 */
export function makeWarmHandlers(ports: WarmHandlersPorts) {
  return makeStep(ports, {
    state: 'WarmHandlers',
    act: async ({ run, event }) => ({
      handlers: await Promise.all(
        run.criticalHandlers.map(async (name) => {
          const start = ports.clock.now();
          await ports.handlers.invoke(name, { ...event, dryRun: true, pending: [] });
          return { name, seconds: (ports.clock.now() - start) / 1e6 };
        }),
      ),
    }),
  });
}
