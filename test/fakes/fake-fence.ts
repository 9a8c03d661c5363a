import type { ApplicationWriters } from '../../lib/ports/application-writers.ts';
import type { ClientSessions, ClientStanding } from '../../lib/ports/client-sessions.ts';
import type { InstanceGates } from '../../lib/ports/instance-gates.ts';
import { type Journal, noted } from './journal.ts';

/** The control plane's ways in, which obeys at once. */
export function makeFakeGates(
  journal: Journal = [],
  before: readonly string[] = ['sg-0a0a0a0a'],
): InstanceGates {
  let groups = before;
  return {
    groups: async ({ region, instance }) => {
      await noted(journal, `gates.groups ${region}/${instance}`);
      return { groups, inForce: true };
    },
    admitOnly: async ({ region, instance }, wanted) => {
      await noted(journal, `gates.admitOnly ${region}/${instance} ${wanted.join(', ')}`);
      groups = wanted;
    },
    stop: ({ region, instance }) => noted(journal, `gates.stop ${region}/${instance}`),
    start: ({ region, instance }) => noted(journal, `gates.start ${region}/${instance}`),
  };
}

/** Clients that write nothing any more. */
export function makeFakeClients(
  journal: Journal = [],
  standing: ClientStanding = { withoutLogin: ['app', 'heartbeat'], sessions: 0, others: [] },
): ClientSessions {
  return {
    end: ({ host, secret }, roles) => noted(journal, `clients.end ${host} as ${secret}: ${roles.join(', ')}`),
    standing: async ({ host, secret }, roles) => {
      await noted(journal, `clients.standing ${host} as ${secret}: ${roles.join(', ')}`);
      return standing;
    },
    rowsWritten: async () => 40,
  };
}

/** The gate of the application's writers. */
export function makeFakeWriters(journal: Journal = []): ApplicationWriters {
  return {
    look: (key) => noted(journal, `writers.look ${key}`),
    close: async ({ key, site, run, generation }) => {
      await noted(journal, `writers.close ${key} at ${site} of ${run} ${generation}`);
      return '"closed"';
    },
    open: ({ key, site, run, generation }) =>
      noted(journal, `writers.open ${key} at ${site} of ${run} ${generation}`),
  };
}
