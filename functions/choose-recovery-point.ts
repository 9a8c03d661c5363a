import { makeChooseRecoveryPoint } from '../lib/steps/choose-recovery-point.ts';
import { restores } from './composition/restores.ts';
import { stepPorts } from './composition/site.ts';
import { snapshots } from './composition/snapshots.ts';

/** Lambda handler of the state ChooseRecoveryPoint. */
export const handler = (event: unknown) =>
  makeChooseRecoveryPoint({ ...stepPorts(event), snapshots, restores })(event);
