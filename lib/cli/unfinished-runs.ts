import * as z from 'zod';
import { cleanedUp, type CleanedUp, leftOnRecord } from '../aws/clean-up-on-record.ts';
import { readLock } from '../aws/lock-object.ts';
import type { SiteAccess } from '../aws/site-access.ts';
import { RegionUnreachable } from '../domain/failure.ts';
import type { Instant } from '../domain/instant.ts';
import { isFinishName, isFinishOf } from '../domain/run/finish-name.ts';
import { lockKeys, runKeys } from '../domain/run/run-keys.ts';
import { Scope } from '../domain/run/run-parts.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import type { ExecutionSummary } from '../ports/executions.ts';
import type { Clock } from '../ports/clock.ts';
import type { FaultTemplates } from '../ports/fault-templates.ts';

/** Both sites of a plan, and where its drills run. */
export interface PlanAccess {
  readonly plan: string;
  /** The state machine of each kind of drill. */
  readonly machineArns: Readonly<Record<RunInput['kind'], string>>;
  readonly recovery: SiteAccess;
  readonly primary: Pick<SiteAccess, 'objects'>;
  /** Of the injectors of both sites' regions. */
  readonly templates: FaultTemplates;
  readonly regions: readonly string[];
  readonly now: () => Instant;
  /** How time passes between looks at what is under way. */
  readonly sleep: Clock['sleep'];
}

/** A run whose execution has ended and that is not cleaned up, has no sealed record, or holds a lock still. */
export interface UnfinishedRun {
  readonly run: string;
  readonly machineArn: string;
  readonly executionArn: string;
  readonly status: string;
  readonly cleanUp: CleanedUp;
  /** What its clean-up has found still there, in words. */
  readonly leftBehind: readonly string[];
  /** Without a sealed record it cannot be judged. */
  readonly sealed: boolean;
  readonly heldLocks: readonly string[];
  /** A real failover that was cut off, and holds a lock, is never brought to its end by the way. */
  readonly scope: Scope;
  /** Executions that were to finish it, oldest first. */
  readonly finishes: readonly ExecutionSummary[];
}

const RunScope = z.object({ scope: Scope });

/** Every run of the plan that ended without its clean end; runs that still run are none of them. */
export async function unfinishedRuns(access: PlanAccess): Promise<readonly UnfinishedRun[]> {
  const machines = await Promise.all(
    Object.values(access.machineArns).map(async (machineArn) => {
      return { machineArn, all: await access.recovery.executions.list(machineArn, 'all') };
    }),
  );
  // Looked at last: what an ended run holds is seen then, whatever it took between two looks.
  const locks = await readLocks(access);
  const runs = await Promise.all(machines.map((machine) => unfinishedOf(access, machine, locks)));
  return runs.flat();
}

interface Machine {
  readonly machineArn: string;
  readonly all: readonly ExecutionSummary[];
}

async function unfinishedOf(
  access: PlanAccess,
  { machineArn, all }: Machine,
  locks: SeenLocks,
): Promise<readonly UnfinishedRun[]> {
  const ended = all.filter(({ name, status }) => !isFinishName(name) && status !== 'RUNNING');
  // A sandbox that began anew has forgotten what was in its buckets, and with it what these runs did.
  const known = await Promise.all(
    ended.map(async ({ name }) => (await access.recovery.objects.get(runKeys.plan(name))) !== null),
  );
  const looked = await Promise.all(
    ended.map(async ({ name, arn, status }): Promise<Omit<UnfinishedRun, 'scope'>> => {
      const heldLocks = locks.held.filter(({ owner }) => owner === arn).map(({ site }) => site);
      const finishing = all.filter((one) => isFinishOf(one.name, name));
      const run = { run: name, machineArn, executionArn: arn, status };
      const onRecord = await recordOf(access, name);
      return { ...run, ...onRecord, heldLocks, finishes: finishing.toReversed() };
    }),
  );
  const unfinished = looked.filter(
    ({ cleanUp, sealed, heldLocks }, index) =>
      heldLocks.length > 0 || (known[index] && (cleanUp !== 'cleaned up' || !sealed)),
  );
  return Promise.all(
    unfinished.map(async (run) => {
      const input = await access.recovery.executions.inputOf(run.executionArn);
      return { ...run, scope: RunScope.parse(input).scope };
    }),
  );
}

/** SealRecord writes the record's file and its seal in one: where it is, it is sealed. */
async function recordOf({ recovery: { objects } }: PlanAccess, run: string) {
  const [left, record] = await Promise.all([
    leftOnRecord(objects, run),
    objects.get(runKeys.file(run, 'record.ndjson')),
  ]);
  return { cleanUp: cleanedUp(left), leftBehind: left ?? [], sealed: record !== null };
}

/** The plan's locks as both sites have them. */
export interface SeenLocks {
  readonly held: readonly { readonly site: string; readonly owner: string; readonly run: string }[];
  /** Why the primary site's is not known: its region may be lost, and still be so when a run has ended. Else null. */
  readonly unread: string | null;
}

/** Where the locks of a plan lie. */
export type LockSites = Pick<PlanAccess, 'plan' | 'primary'> & { readonly recovery: PlanAccess['primary'] };

/** @throws RegionUnreachable when the recovery site does not answer, which everything of a run lies in. */
export async function readLocks({ plan, recovery, primary }: LockSites): Promise<SeenLocks> {
  const heldIn = async (site: string, objects: SiteAccess['objects']) => {
    const locks = await Promise.all(lockKeys(plan).map((key) => readLock(objects, key)));
    return locks.flatMap((read) =>
      read?.lock.state === 'held' ? [{ site, owner: read.lock.owner, run: read.lock.run }] : [],
    );
  };
  const [inRecovery, inPrimary] = await Promise.all([
    heldIn('recovery', recovery.objects),
    heldIn('primary', primary.objects).catch((error: unknown) => {
      if (error instanceof RegionUnreachable) return error;
      throw error;
    }),
  ]);
  if (inPrimary instanceof RegionUnreachable)
    return { held: inRecovery, unread: `the lock of the primary site is not known: ${inPrimary.message}` };
  return { held: [...inRecovery, ...inPrimary], unread: null };
}
