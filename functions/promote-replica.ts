import { makePromoteReplica } from '../lib/steps/promote-replica.ts';
import { databases } from './composition/databases.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state PromoteReplica. */
export const handler = (event: unknown) => makePromoteReplica({ ...stepPorts(event), databases })(event);
