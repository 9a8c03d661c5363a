import { makeAwaitRestored } from '../lib/steps/await-restored.ts';
import { restores } from './composition/restores.ts';
import { stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';

/** Lambda handler of the state AwaitRestored. */
export const handler = (event: unknown) =>
  makeAwaitRestored({ ...stepPorts(event), restores, sessions: sql().sessions })(event);
