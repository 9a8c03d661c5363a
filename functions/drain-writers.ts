import { makeDrainWriters } from '../lib/steps/drain-writers.ts';
import { stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';

/** Lambda handler of the state DrainWriters. */
export const handler = (event: unknown) =>
  makeDrainWriters({ ...stepPorts(event), sessions: sql().sessions })(event);
