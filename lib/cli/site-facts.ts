import type { Fact } from '../domain/brief/fact.ts';
import { reasonOf } from '../domain/brief/reason-of.ts';
import { RegionUnreachable, ReplicaNotFound } from '../domain/failure.ts';
import type { InstanceRef } from '../ports/databases.ts';
import { holderOnRecord } from '../aws/clean-up-on-record.ts';
import { readLock } from '../aws/lock-object.ts';
import type { SiteLook } from '../aws/site-look.ts';
import { type ConflictingRun, conflictingRun } from '../domain/brief/conflicting-run.ts';
import type { RegionSeen, ServiceSeen } from '../domain/brief/failover-brief.ts';
import type { RunService } from '../domain/run/run-parts.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { makeNetServiceProbe } from '../system/net-service-probe.ts';
import { FACT_LIMIT_MS, factWithin } from './fact-within.ts';

const MOST_NAMED = 2;

/** Whether the API of a site's region answers this machine, and what it says of each instance that the plan has there. */
export async function regionSeen(
  site: Pick<SiteLook, 'region' | 'databases'>,
  { role, instances }: { readonly role: RegionSeen['role']; readonly instances: readonly string[] },
): Promise<RegionSeen> {
  const { region } = site;
  const looks = await Promise.all(
    instances.map((instance) => factWithin(() => stateOfInstance(site, { region, instance }))),
  );
  const silent = looks.find((look) => !look.known);
  if (silent && looks.every((look) => !look.known))
    return { role, region, answers: false, seen: `does not answer: ${silent.why}` };
  const said = Map.groupBy(instances, (_, place) => stateOf(looks[place]));
  const parts = [...said].map(([state, names]) => `${counted(names)} ${state}`);
  return { role, region, answers: true, seen: `answers, ${parts.join('; ')}` };
}

/** A refusal is an answer, too. */
async function stateOfInstance(
  { databases }: Pick<SiteLook, 'databases'>,
  ref: InstanceRef,
): Promise<string> {
  try {
    return (await databases.describe(ref)).status;
  } catch (error) {
    if (error instanceof RegionUnreachable) throw error;
    return error instanceof ReplicaNotFound ? 'not there' : `not shown (${reasonOf(error)})`;
  }
}

function stateOf(look: Fact<string> | undefined): string {
  return look?.known ? look.value : `not known (${look?.why ?? 'not asked'})`;
}

/** Where many are in one state their names are more than a screen has room for. */
function counted(names: readonly string[]): string {
  if (names.length > MOST_NAMED) return `${names.length} instances are`;
  return `${names.join(', ')} ${names.length > 1 ? 'are' : 'is'}`;
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
