import { makePreFlight } from '../lib/steps/pre-flight.ts';
import { databases } from './composition/databases.ts';
import { disruption } from './composition/disruption.ts';
import { settings } from './composition/settings.ts';
import { stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';

/** Lambda handler of the state PreFlight. */
export const handler = (event: unknown) => {
  const { sessions, clients } = sql();
  return makePreFlight({ ...stepPorts(event), databases, disruption, settings, sessions, clients })(event);
};
