import { makeSettleRoles } from '../lib/steps/settle-roles.ts';
import { databases } from './composition/databases.ts';
import { disruption } from './composition/disruption.ts';
import { stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';

/** Lambda handler of the state SettleRoles. */
export const handler = (event: unknown) =>
  makeSettleRoles({ ...stepPorts(event), databases, disruption, sessions: sql().sessions })(event);
