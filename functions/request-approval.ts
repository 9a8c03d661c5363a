import { makeRequestApproval } from '../lib/steps/request-approval.ts';
import { stepPorts } from './composition/site.ts';
import { workflows } from './composition/workflows.ts';

/** Lambda handler of the state RequestApproval. */
export const handler = (event: unknown) =>
  makeRequestApproval({ ...stepPorts(event), workflows: workflows() })(event);
