import type { FenceRung } from '../../domain/fence/rung.ts';
import { closeNetwork } from './close-network.ts';
import type { RungWork } from './fence-rungs.ts';
import { revokeLogin } from './revoke-login.ts';
import { stopInstance } from './stop-instance.ts';
import { stopWriters } from './stop-writers.ts';

/** What each rung does, and what it takes for carried out. */
export const RUNG_WORK: Readonly<Record<FenceRung, RungWork>> = {
  'stop-application-writers': stopWriters,
  'revoke-login-and-end-sessions': revokeLogin,
  'close-network': closeNetwork,
  'stop-instance': stopInstance,
};
