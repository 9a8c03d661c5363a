import { makeDiscoverDatabases } from '../lib/steps/discover-databases.ts';
import { databases, hurriedDatabases } from './composition/databases.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state DiscoverDatabases. */
export const handler = (event: unknown) =>
  makeDiscoverDatabases({ ...stepPorts(event), databases, hurriedDatabases })(event);
