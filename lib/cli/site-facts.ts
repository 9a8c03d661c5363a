import { holderOnRecord } from '../aws/clean-up-on-record.ts';
import { readLock } from '../aws/lock-object.ts';
import type { SiteLook } from '../aws/site-look.ts';
import { type ConflictingRun, conflictingRun } from '../domain/brief/conflicting-run.ts';
import type { RegionSeen, ServiceSeen } from '../domain/brief/failover-brief.ts';
import type { RunService } from '../domain/run/run-parts.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { makeNetServiceProbe } from '../system/net-service-probe.ts';
import { FACT_LIMIT_MS, factWithin } from './fact-within.ts';

/** Whether the API of a site's region answers this machine, and what it says of an instance. */
export async function regionSeen(
  site: SiteLook,
  { role, instance }: { readonly role: RegionSeen['role']; readonly instance: string },
): Promise<RegionSeen> {
  const { region } = site;
  const answer = await factWithin(() => site.databases.describe({ region, instance }));
  return {
    role,
    region,
    answers: answer.known,
    seen: answer.known ? `answers, ${instance} is ${answer.value.status}` : `does not answer: ${answer.why}`,
  };
}

/** One health check of each service, from this machine, as a client would come. */
export function servicesSeen(services: readonly RunService[]): Promise<readonly ServiceSeen[]> {
  const probe = makeNetServiceProbe();
  return Promise.all(
    services.map(async ({ name, required, healthCheck }) => {
      const timeoutSeconds = Math.min(healthCheck.timeoutSeconds, FACT_LIMIT_MS / 1000);
      const { healthy, detail } = await probe.check({ ...healthCheck, timeoutSeconds });
      return { name, required, served: healthy, seen: detail };
    }),
  );
}

/** The run that holds the plan's lock at a site; null when it is free. */
export async function lockHolder(site: SiteLook, plan: string): Promise<ConflictingRun | null> {
  const read = await readLock(site.objects, runKeys.lock(plan, 'failover'));
  if (read?.lock.state !== 'held') return null;
  const { run, owner, scope } = read.lock;
  const [status, onRecord] = await Promise.all([
    // A lock that a person has taken by hand names no execution.
    owner.startsWith('arn:') ? site.workflows.status(owner) : null,
    holderOnRecord(site.objects, run),
  ]);
  return conflictingRun({ run, scope, status, ...onRecord });
}
