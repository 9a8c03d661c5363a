import { makeExpireBackups } from '../lib/steps/expire-backups.ts';
import { stepPorts } from './composition/site.ts';
import { snapshots } from './composition/snapshots.ts';

/** Lambda handler of the state ExpireBackups. */
export const handler = (event: unknown) => makeExpireBackups({ ...stepPorts(event), snapshots })(event);
