import { makeFenceOldPrimary } from '../lib/steps/fence-old-primary.ts';
import { stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';

/** Lambda handler of the state FenceOldPrimary. */
export const handler = (event: unknown) =>
  makeFenceOldPrimary({ ...stepPorts(event), sessions: sql().sessions })(event);
