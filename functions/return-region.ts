import { makeReturnRegion } from '../lib/steps/return-region.ts';
import { databases } from './composition/databases.ts';
import { disruption } from './composition/disruption.ts';
import { stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';

/** Lambda handler of the state ReturnRegion. */
export const handler = (event: unknown) =>
  makeReturnRegion({ ...stepPorts(event), databases, disruption, sessions: sql().sessions })(event);
