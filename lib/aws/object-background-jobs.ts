import type { BackgroundJobs } from '../ports/background-jobs.ts';
import type { Objects } from '../ports/objects.ts';

/** The gate of background jobs as an object in the recovery site's bucket, which each job reads before it runs. */
export function makeObjectBackgroundJobs(objects: Objects): BackgroundJobs {
  return {
    stop: ({ key, jobs, ...content }) => objects.put(key, JSON.stringify({ stopped: jobs, ...content })),
  };
}
