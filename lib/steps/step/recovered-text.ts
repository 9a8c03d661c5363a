import { formatInstant } from '../../domain/instant.ts';
import type { RecoveredLine } from '../../domain/ledger/recovered-row.ts';
import { onLeg } from '../../domain/run/leg.ts';
import { seriesRun } from '../../domain/run/series-run.ts';
import { asOperator, type LocatedDatabase, locateDatabases } from '../../domain/run/session-targets.ts';
import { SCHEMA_VERSION } from '../../domain/stored.ts';
import { recoveredLedger } from '../../heartbeat/recovered-ledger.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DatabaseReader } from '../../ports/database-reader.ts';
import type { DatabaseServers } from '../../ports/database-servers.ts';
import { goneWithout } from './go-without.ts';
import type { StepContext } from './make-step.ts';
import { firstSegments, type Sampled } from './series-of-run.ts';

interface RecoveredPorts {
  readonly clock: Clock;
  readonly sessions: DatabaseServers;
  readonly reader: DatabaseReader;
}

/** What the promoted servers hold of the run, one line a row; empty while nothing was promoted. */
export async function recoveredText(
  ports: RecoveredPorts,
  context: StepContext<Sampled>,
  observed: string,
): Promise<string> {
  // All at once: each may take a while, and together they have to end before the state does.
  const lines = await Promise.all(
    lastPrimaries(context).flatMap((database) => [
      recoveredOf(ports, context, database),
      recoveredLedger(ports, database, observed),
    ]),
  );
  return lines
    .flat()
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

/**
 * Every database with the address of the server that was its primary at last; none while nothing was promoted, and not one
 * that the run went on without.
 */
function lastPrimaries({ event: { run }, maybe }: StepContext): readonly LocatedDatabase[] {
  const without = goneWithout({ maybe });
  const settled = maybe('SettleRoles');
  const promoted = maybe('PromoteReplicaBack') ? 'back' : maybe('PromoteReplica') && 'there';
  const leg = settled ? settled.holds : promoted;
  const discovered = maybe(leg === 'back' ? 'DiscoverDatabasesBack' : 'DiscoverDatabases');
  if (!discovered || (!leg && !settled)) return [];
  return locateDatabases(onLeg(run, leg ?? 'there'), discovered).flatMap((database) => {
    if (without.has(database.id)) return [];
    const address = leg ? database.replicaAddress : database.primaryAddress;
    return address ? [{ ...database, replicaAddress: address }] : [];
  });
}

async function recoveredOf(
  ports: RecoveredPorts,
  { run, maybe }: StepContext<Sampled>,
  database: LocatedDatabase,
): Promise<RecoveredLine[]> {
  const target = asOperator(database, database.replicaAddress);
  const { server, systemIdentifier, timeline, lsn, inRecovery } = await ports.sessions.state(target);
  const common = { schemaVersion: SCHEMA_VERSION, database: database.id } as const;
  const readAt = formatInstant(ports.clock.now());
  const lines: RecoveredLine[] = [
    { ...common, line: 'server', server, systemIdentifier, timeline, lsn, inRecovery, readAt },
  ];
  const fromSegment = firstSegments(maybe('StartHeartbeat'), 'ledger').get(database.id) ?? 0;
  const rows = await ports.sessions.heartbeatRows(target, seriesRun(run), { fromSegment });
  return [...lines, ...rows.map((row): RecoveredLine => ({ ...common, line: 'row', ...row }))];
}
