import type { Handlers } from '../../lib/ports/handlers.ts';
import type { ServiceProbe } from '../../lib/ports/service-probe.ts';
import { type Journal, noted } from './journal.ts';

export interface FakeHandlers extends Handlers {
  readonly events: readonly { name: string; event: unknown }[];
}

/** Handlers that do nothing, and remember what they were sent. */
export function makeFakeHandlers(journal: Journal = []): FakeHandlers {
  const events: { name: string; event: unknown }[] = [];
  return {
    events,
    invoke: async (name, event) => {
      await noted(journal, `handlers.invoke ${name}`);
      events.push({ name, event });
      return null;
    },
  };
}

/** Health checks that pass. */
export function makeFakeProbe(journal: Journal = []): ServiceProbe {
  return {
    check: async (healthCheck) => {
      const where = healthCheck.kind === 'http' ? healthCheck.url : `${healthCheck.host}:${healthCheck.port}`;
      await noted(journal, `probe.check ${where}`);
      return { healthy: true, detail: 'HTTP 200' };
    },
  };
}
