import { DescribeDBSnapshotsCommand, type RDSClient } from '@aws-sdk/client-rds';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { homeDirectory } from '../../../lib/sandbox/postgres/home-directory.ts';

/** A snapshot as RDS knows it, and where the sandbox keeps its files. */
export interface KeptSnapshot {
  readonly id: string;
  readonly directory: string;
}

/** The one that a region keeps. @throws Error unless there is exactly one. */
export async function keptSnapshot(rds: RDSClient, stateDir: string, region: string): Promise<KeptSnapshot> {
  const { DBSnapshots = [] } = await rds.send(new DescribeDBSnapshotsCommand({}));
  const [id, ...others] = DBSnapshots.map((one) => one.DBSnapshotIdentifier);
  if (id === undefined || others.length > 0)
    throw new Error(`${region} keeps ${DBSnapshots.length} snapshots, expected one`);
  const home = homeDirectory(join(stateDir, 'sandbox'), process.getuid?.() === 0);
  const place = join(home, 'snapshots', region);
  const name = readdirSync(place).find((entry) => entry.startsWith(`${id}.`));
  if (name === undefined) throw new Error(`${place} has no files of the snapshot ${id}`);
  return { id, directory: join(place, name) };
}
