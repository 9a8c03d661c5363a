import { makeRdsInstanceGates } from '../../lib/aws/rds-instance-gates.ts';
import { databases } from './databases.ts';
import { rds } from './rds.ts';
import { sql } from './sql.ts';

const gates = makeRdsInstanceGates(rds);

/** What the rungs of the ladder act on, beside the bucket that the gate of the writers lies in. */
export function fencePorts() {
  const { sessions, clients } = sql();
  return { databases, gates, sessions, clients };
}
