import * as z from 'zod';
import type { BackgroundJobs } from '../ports/background-jobs.ts';
import type { Objects } from '../ports/objects.ts';
import { makeGuardedObject } from './guarded-object.ts';

const Gate = z.object({ stopped: z.array(z.string()).default([]) });

/** The gate of background jobs as an object in the recovery site's bucket, which each job reads before it runs. */
export function makeObjectBackgroundJobs(objects: Objects): BackgroundJobs {
  const gate = makeGuardedObject(objects);
  return {
    look: async (key) => {
      const stored = await gate.read(key);
      return stored ? Gate.parse(JSON.parse(stored.text)).stopped : [];
    },
    stop: ({ key, jobs, ...author }) =>
      gate.write({ key, text: JSON.stringify({ stopped: jobs, ...author }), ...author }),
    start: ({ key, jobs, ...author }) =>
      gate.write({ key, text: JSON.stringify({ stopped: [], started: jobs, ...author }), ...author }),
  };
}
