import { makeCleanUp } from '../lib/steps/clean-up.ts';
import { databases } from './composition/databases.ts';
import { disruption } from './composition/disruption.ts';
import { stepPorts } from './composition/site.ts';
import { executions } from './composition/workflows.ts';

/** Lambda handler of the state CleanUp. */
export const handler = (event: unknown) =>
  makeCleanUp({ ...stepPorts(event), databases, disruption, executions: executions() })(event);
