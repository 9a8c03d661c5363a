import { makeRequestDecision } from '../lib/steps/request-decision.ts';
import { stepPorts } from './composition/site.ts';
import { workflows } from './composition/workflows.ts';

/** Lambda handler of the state RequestDecision. */
export const handler = (event: unknown) =>
  makeRequestDecision({ ...stepPorts(event), workflows: workflows() })(event);
