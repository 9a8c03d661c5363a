import { makeRdsSnapshots } from '../../lib/aws/rds-snapshots.ts';
import { rds } from './rds.ts';

export const snapshots = makeRdsSnapshots(rds);
