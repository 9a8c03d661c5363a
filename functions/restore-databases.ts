import { makeRestoreDatabases } from '../lib/steps/restore-databases.ts';
import { restores } from './composition/restores.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state RestoreDatabases. */
export const handler = (event: unknown) => makeRestoreDatabases({ ...stepPorts(event), restores })(event);
