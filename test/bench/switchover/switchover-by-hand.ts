import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import * as z from 'zod';
import { accessSite } from '../../../lib/aws/site-access.ts';
import type { Instant } from '../../../lib/domain/instant.ts';
import type { RecoveryPlan } from '../../../lib/domain/plan/recovery-plan.ts';
import { makeSystemClock } from '../../../lib/system/system-clock.ts';
import { startLoad } from '../bare/bare-load.ts';
import { promote } from '../failover/promoter-session.ts';
import { type BenchSandbox, startBenchSandbox } from '../run/bench-sandbox.ts';
import { openSuperuser } from '../run/open-superuser.ts';
import { withStateDirectory } from '../run/state-directory.ts';
import { writeGap } from './write-gap.ts';

const SETTLE_MS = 1_000;

/** Seconds for which a writer was refused, and of what they are made; the gap is the writer's own. */
export interface ByHand {
  readonly gapSeconds: number;
  readonly drainSeconds: number;
  readonly catchUpSeconds: number;
  readonly promoteSeconds: number;
  readonly switchSeconds: number;
}

/**
 * A careful switchover with sessions that are open beforehand, and nothing that records or proves: writers are drained,
 * the replica has replayed all of it, it is promoted, the door is switched. Same servers, same load as a run's.
 */
export function switchoverByHand(plan: RecoveryPlan): Promise<ByHand> {
  return withStateDirectory(async (stateDir) => {
    const sandbox = await startBenchSandbox(plan, { stateDir, handlers: 'none' });
    const [primary, replica] = [
      await openSuperuser(sandbox, 'primary'),
      await openSuperuser(sandbox, 'replica'),
    ];
    const load = startLoad(sandbox);
    try {
      await load.client.until('steady');
      const moments = await changeRoles({ plan, sandbox, primary, replica });
      await sleep(SETTLE_MS);
      const [attempts] = await Promise.all([load.client, ...load.others].map((one) => one.stop()));
      const acknowledged = attempts?.filter(({ good }) => good).map(({ answered }) => answered) ?? [];
      return byHandOf(acknowledged, moments);
    } finally {
      for (const session of [primary, replica]) session.connection.stream.destroy();
      await sandbox.running.stop();
    }
  });
}

interface Moments {
  readonly begun: Instant;
  readonly drained: Instant;
  readonly caughtUp: Instant;
  readonly promoted: Instant;
  readonly switched: Instant;
}

interface Parts {
  readonly plan: RecoveryPlan;
  readonly sandbox: BenchSandbox;
  readonly primary: pg.Client;
  readonly replica: pg.Client;
}

async function changeRoles({ plan, sandbox, primary, replica }: Parts): Promise<Moments> {
  const clock = makeSystemClock();
  const roles = plan.databases.flatMap(({ fencedRoles }) => fencedRoles);
  const site = accessSite(sandbox.running, plan.sites.recovery);
  try {
    await site.objects.put('traffic/warm-up', '{}');
    const begun = clock.now();
    await drain(primary, roles);
    const drained = clock.now();
    await catchUp(primary, replica);
    const caughtUp = clock.now();
    await promote(replica);
    await replica.query(logins(roles, 'login'));
    const promoted = clock.now();
    const content = JSON.stringify({ activeSite: plan.sites.recovery.name });
    await site.objects.put(`traffic/${plan.name}.json`, content);
    return { begun, drained, caughtUp, promoted, switched: clock.now() };
  } finally {
    site.close();
  }
}

const Left = z.object({ left: z.int() });
const Reached = z.object({ reached: z.boolean() });
const Position = z.object({ lsn: z.string() });

async function drain(primary: pg.Client, roles: readonly string[]): Promise<void> {
  await primary.query(logins(roles, 'nologin'));
  const end =
    'select count(pg_terminate_backend(pid))::int as left from pg_stat_activity where usename = any($1)';
  while (Left.parse((await primary.query(end, [roles])).rows[0]).left > 0) await sleep(1);
}

async function catchUp(primary: pg.Client, replica: pg.Client): Promise<void> {
  const { lsn } = Position.parse((await primary.query('select pg_current_wal_lsn()::text as lsn')).rows[0]);
  const ask = 'select pg_last_wal_replay_lsn() >= $1::pg_lsn as reached';
  while (!Reached.parse((await replica.query(ask, [lsn])).rows[0]).reached) await sleep(1);
}

function logins(roles: readonly string[], login: 'login' | 'nologin'): string {
  return roles.map((role) => `alter role "${role}" ${login}`).join('; ');
}

function byHandOf(
  acknowledged: readonly Instant[],
  { begun, drained, caughtUp, promoted, switched }: Moments,
): ByHand {
  return {
    gapSeconds: writeGap(acknowledged, caughtUp),
    drainSeconds: (drained - begun) / 1e6,
    catchUpSeconds: (caughtUp - drained) / 1e6,
    promoteSeconds: (promoted - caughtUp) / 1e6,
    switchSeconds: (switched - promoted) / 1e6,
  };
}
