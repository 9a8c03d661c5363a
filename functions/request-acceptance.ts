import { makeRequestAcceptance } from '../lib/steps/request-acceptance.ts';
import { stepPorts } from './composition/site.ts';
import { workflows } from './composition/workflows.ts';

/** Lambda handler of the state RequestAcceptance. */
export const handler = (event: unknown) =>
  makeRequestAcceptance({ ...stepPorts(event), workflows: workflows() })(event);
