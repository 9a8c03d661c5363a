import type { BackgroundJobs } from '../../lib/ports/background-jobs.ts';
import type { Traffic } from '../../lib/ports/traffic.ts';
import { type Journal, noted } from './journal.ts';

/** A traffic switch that remembers where it points. */
export function makeFakeTraffic(journal: Journal = [], before: string | null = null): Traffic {
  let active = before;
  return {
    activate: async ({ key, activeSite, run, generation }) => {
      await noted(journal, `traffic.activate ${key} ${activeSite} of ${run} ${generation}`);
      active = activeSite;
      return '"switched"';
    },
    activeSite: async (key) => {
      await noted(journal, `traffic.activeSite ${key}`);
      return active;
    },
  };
}

/** The gate of background jobs, which closes at once. */
export function makeFakeJobs(journal: Journal = []): BackgroundJobs {
  let stopped: readonly string[] = [];
  return {
    look: async (key) => {
      await noted(journal, `jobs.look ${key}`);
      return stopped;
    },
    stop: async ({ key, jobs, run, generation }) => {
      stopped = jobs;
      await noted(journal, `jobs.stop ${key} ${jobs.join(', ')} of ${run} ${generation}`);
      return '"closed"';
    },
    start: async ({ key, jobs, run, generation }) => {
      await noted(journal, `jobs.start ${key} ${jobs.join(', ')} of ${run} ${generation}`);
      return '"open"';
    },
  };
}
