import { makeLogStart } from '../lib/steps/log-start.ts';
import { evidencePorts } from './composition/evidence.ts';

/** Lambda handler of the state LogStart. */
export const handler = (event: unknown) => makeLogStart(evidencePorts(event))(event);
