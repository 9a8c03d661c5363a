import { makeProbeSite } from '../lib/steps/probe-site.ts';
import { clock } from './composition/clock.ts';
import { databases } from './composition/databases.ts';
import { ownRegion } from './composition/environment.ts';
import { endpoint, probe } from './composition/probe.ts';
import { sql } from './composition/sql.ts';

const ports = { clock, databases, endpoint, probe, sessions: () => sql().sessions };

/** Lambda handler of the probe in each region of a plan. No workflow calls it: whoever wants to know what is seen does. */
export const handler = makeProbeSite({ ...ports, region: ownRegion() });
