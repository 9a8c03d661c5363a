import { isClosedAlone } from '../../domain/fence/closed-alone.ts';
import { outsidePlan } from '../../domain/fence/logins-left.ts';
import {
  LOOK_EVERY_MS,
  NO_ADDRESS,
  operatorOf,
  type RungPorts,
  type Rungs,
  TOO_LATE,
} from './fence-rungs.ts';
import { lookUntil } from './look-until.ts';
import type { Report, Standing } from './try-rung.ts';

/** The operator has to be inside before the door closes: established sessions stay, and it ends them. */
export async function closeNetwork(ports: RungPorts, rungs: Rungs, report: Report): Promise<Standing> {
  const { gates, clock } = ports;
  const { database, closedSecurityGroup: closed, leftMs } = rungs;
  if (closed === null) return { result: 'failed', detail: 'the plan names no security group that is closed' };
  await getInside(ports, rungs);
  await rungs.stillOwner();
  if (rungs.isLate()) return TOO_LATE;
  await gates.admitOnly(database.primary, [closed]);
  report({ result: 'unproven', detail: `asked for ${closed} alone, which is not in force yet` });
  const seen = await lookUntil(clock, {
    look: () => gates.groups(database.primary),
    enough: (found) => isClosedAlone(found, closed),
    deadline: clock.now() + leftMs() * 1000,
    everyMs: LOOK_EVERY_MS,
  });
  if (!isClosedAlone(seen, closed)) {
    const found = seen.groups.join(', ') || 'none that is known';
    return { result: 'unproven', detail: `asked for ${closed} alone; in force: ${found}` };
  }
  return endEstablished(ports, rungs, { closed, report });
}

interface Closed {
  readonly closed: string;
  readonly report: Report;
}

/** A change of security groups cuts no connection that is established (VPC User Guide, connection tracking). */
async function endEstablished(
  { clients }: RungPorts,
  rungs: Rungs,
  { closed, report }: Closed,
): Promise<Standing> {
  const inForce = `${closed} alone is in force`;
  report({ result: 'unproven', detail: `${inForce}; sessions of before were not ended yet` });
  const operator = operatorOf(rungs);
  if (!operator) return { result: 'unproven', detail: `${inForce}; ${NO_ADDRESS.detail}` };
  const { fencedRoles } = rungs.database;
  const ended = [...fencedRoles];
  try {
    // Whoever is inside, and not the plan's roles alone: their logins stay as they are.
    const { others } = await clients.standing(operator, fencedRoles, rungs.leftMs());
    ended.push(...outsidePlan(others).map(({ name }) => name));
    await clients.end(operator, ended, rungs.leftMs());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { result: 'unproven', detail: `${inForce}; sessions of before could not be ended: ${why}` };
  }
  return { result: 'proven', detail: `${inForce}, and sessions were ended: ${ended.join(', ')}` };
}

async function getInside({ sessions, clock }: RungPorts, rungs: Rungs): Promise<void> {
  const operator = operatorOf(rungs);
  if (!operator) return;
  const inside = sessions.keepOpen(operator).catch(() => undefined);
  await Promise.race([inside, clock.sleep(rungs.leftMs() / 2)]);
}
