import type { HeartbeatInput } from './heartbeat-input.ts';
import type { MoveInput } from './move-input.ts';
import { asHeartbeat, type LocatedDatabase } from './session-targets.ts';

/** What the series of a run, or of a watch, are taken of. */
export type Sampled = Pick<MoveInput, 'run' | 'heartbeat' | 'detect' | 'services'>;

/**
 * One input for each series: per database a writer through the front door, a stale writer straight to the old primary
 * where that is known, and a reader of the primary; and one prober of the services. Samples go to `home`.
 */
export function seriesInputs(
  run: Sampled,
  databases: readonly LocatedDatabase[],
  home: { readonly bucket: string; readonly region: string },
): readonly HeartbeatInput[] {
  const { heartbeat, detect } = run;
  const common = { run: run.run, bucket: home.bucket, region: home.region, heartbeat, detect };
  return [
    ...databases.flatMap((database) => writersOf(common, database)),
    ...databases.map((database) => {
      const target = asHeartbeat(database, database.frontDoor);
      return { ...common, role: 'reader', source: database.id, target, ledger: database.ledger } as const;
    }),
    { ...common, role: 'health', source: 'services', services: run.services, stop: null } as const,
  ];
}

type Common = Pick<HeartbeatInput, 'run' | 'bucket' | 'region' | 'heartbeat' | 'detect'>;

function writersOf(common: Common, database: LocatedDatabase): readonly HeartbeatInput[] {
  const { id: source, primary, primaryAddress } = database;
  const direct = database.directDoor ?? primaryAddress;
  const target = asHeartbeat(database, database.frontDoor);
  const witness = { ...primary, address: primaryAddress, staleWriter: direct !== null };
  const front = { ...common, role: 'ledger', source, target, witness } as const;
  if (!direct) return [front];
  return [front, { ...common, role: 'stale', source, target: asHeartbeat(database, direct) } as const];
}

/** Names of executions end at 80 characters; cut off, two databases could share one. */
export function seriesName({ run, role, source }: HeartbeatInput, index: number): string {
  const name = `${run}-${role}-${source}`;
  return name.length <= 80 ? name : `${run}-${role}-${index}`;
}
