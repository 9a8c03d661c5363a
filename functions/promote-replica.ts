import { makePromoteReplica } from '../lib/steps/promote-replica.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state PromoteReplica. */
export const handler = (event: unknown) => makePromoteReplica(portsForStep(event))(event);
