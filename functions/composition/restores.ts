import { makeRdsRestores } from '../../lib/aws/rds-restores.ts';
import { rds } from './rds.ts';

export const restores = makeRdsRestores(rds);
