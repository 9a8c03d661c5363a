import { makeRdsDatabases } from '../../lib/aws/rds-databases.ts';
import { HURRIED_LIMIT_MS } from '../../lib/aws/client-options.ts';
import { hurriedRds, rds } from './rds.ts';

export const databases = makeRdsDatabases(rds);

/** Waits for a region that may be lost no longer than a real failover can afford. */
export const hurriedDatabases = makeRdsDatabases(hurriedRds, HURRIED_LIMIT_MS);
