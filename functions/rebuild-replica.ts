import { makeRebuildReplica } from '../lib/steps/rebuild-replica.ts';
import { databases } from './composition/databases.ts';
import { replicas } from './composition/replicas.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state RebuildReplica. */
export const handler = (event: unknown) =>
  makeRebuildReplica({ ...stepPorts(event), databases, replicas })(event);
