import { makeAwaitReplica } from '../lib/steps/await-replica.ts';
import { databases } from './composition/databases.ts';
import { stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';

/** Lambda handler of the state AwaitReplica. */
export const handler = (event: unknown) =>
  makeAwaitReplica({ ...stepPorts(event), databases, sessions: sql().sessions })(event);
