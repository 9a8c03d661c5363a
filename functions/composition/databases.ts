import { makeRdsDatabases } from '../../lib/aws/rds-databases.ts';
import { rds } from './rds.ts';

export const databases = makeRdsDatabases(rds);
