import { makeDiscoverDatabases } from '../lib/steps/discover-databases.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state DiscoverDatabases. */
export const handler = (event: unknown) => makeDiscoverDatabases(portsForStep(event))(event);
