import { loginsLeft } from '../../domain/fence/logins-left.ts';
import { NO_ADDRESS, operatorOf, type RungPorts, type Rungs } from './fence-rungs.ts';
import type { Standing } from './try-rung.ts';

/** No client role logs in any more, and its sessions are ended; nor may any other, that the plan does not name. */
export async function revokeLogin({ sessions }: RungPorts, rungs: Rungs): Promise<Standing> {
  const operator = operatorOf(rungs);
  if (!operator) return NO_ADDRESS;
  const { fencedRoles } = rungs.database;
  const standing = await sessions.fence(operator, fencedRoles, rungs.leftMs());
  const left = loginsLeft(fencedRoles, standing);
  return left === ''
    ? { result: 'proven', detail: `no login: ${standing.withoutLogin.join(', ')}` }
    : { result: 'refuted', detail: left };
}
