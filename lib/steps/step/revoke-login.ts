import { NO_ADDRESS, operatorOf, type RungPorts, type Rungs } from './fence-rungs.ts';
import type { Standing } from './try-rung.ts';

/** No client role logs in any more, and its sessions are ended. */
export async function revokeLogin({ sessions }: RungPorts, rungs: Rungs): Promise<Standing> {
  const operator = operatorOf(rungs);
  if (!operator) return NO_ADDRESS;
  const { fencedRoles } = rungs.database;
  const roles = await sessions.fence(operator, fencedRoles, rungs.leftMs());
  const left = fencedRoles.filter((role) => !roles.includes(role));
  return left.length === 0
    ? { result: 'proven', detail: `no login: ${roles.join(', ')}` }
    : { result: 'refuted', detail: `login left: ${left.join(', ')}` };
}
