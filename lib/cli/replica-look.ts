import type { ArrivedRow, WatchedDatabase } from '../domain/brief/database-risk.ts';
import type { Fact } from '../domain/brief/fact.ts';
import type { Database } from '../domain/plan/database.ts';
import { arrivedHeartbeats } from '../postgres/arrived-heartbeats.ts';
import { makePgServers } from '../postgres/pg-servers.ts';
import { SessionPool } from '../postgres/session-pool.ts';
import type { SiteLook } from '../aws/site-look.ts';
import type { Instant } from '../domain/instant.ts';

export interface ReplicaLook {
  readonly claimedLagSeconds: number | null;
  readonly arrived: readonly ArrivedRow[];
}

interface Looking {
  readonly site: SiteLook;
  /** PEM of the authority that the servers' certificates are verified against. */
  readonly ca: string;
  readonly now: () => Instant;
  /** The watch, and what it has on the database. */
  readonly run: string | null;
  readonly watched: Promise<Fact<WatchedDatabase>>;
}

/** Beyond every segment. */
const NEWEST_ALONE = { segment: 2_147_483_647, seq: 0 };

/** Asks a replica what it claims to be behind, and which heartbeats of the watch it holds. */
export async function lookAtReplica(
  database: Database,
  { site, ca, now, run, watched }: Looking,
): Promise<ReplicaLook> {
  const { host, port } = await site.databases.describe({
    region: site.region,
    instance: database.replica.instance,
  });
  const target = { host, port, database: database.database, secret: database.operatorSecret };
  const pool = new SessionPool({ secrets: site.secrets, ca }, () => performance.now());
  try {
    const { claimedLagSeconds } = await makePgServers({ pool, now }).state(target);
    if (run === null) return { claimedLagSeconds, arrived: [] };
    const own = await watched;
    const { segment, seq } = (own.known ? own.value.attempts[0] : null) ?? NEWEST_ALONE;
    return { claimedLagSeconds, arrived: await arrivedHeartbeats(pool, target, { run, segment, seq }) };
  } finally {
    await pool.kept(target)?.client.end();
  }
}
