import { makeAwaitCatchUp } from '../lib/steps/await-catch-up.ts';
import { stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';

/** Lambda handler of the state AwaitCatchUp. */
export const handler = (event: unknown) =>
  makeAwaitCatchUp({ ...stepPorts(event), sessions: sql().sessions })(event);
