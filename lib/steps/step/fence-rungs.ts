import { InstanceRefused } from '../../domain/failure.ts';
import type { FenceRung } from '../../domain/fence/rung.ts';
import { asOperator, type LocatedDatabase } from '../../domain/run/session-targets.ts';
import type { ClientSessions } from '../../ports/client-sessions.ts';
import type { DatabaseLogins } from '../../ports/database-logins.ts';
import type { Databases } from '../../ports/databases.ts';
import type { InstanceGates } from '../../ports/instance-gates.ts';
import type { SessionTarget } from '../../ports/session-target.ts';
import { lookUntil } from './look-until.ts';
import type { StepPorts } from './make-step.ts';
import type { Report, Standing } from './try-rung.ts';

export interface RungPorts extends Pick<StepPorts, 'clock'> {
  readonly sessions: DatabaseLogins;
  readonly clients: ClientSessions;
  readonly gates: InstanceGates;
  readonly databases: Databases;
}

/** What the rungs of one database are tried with. */
export interface Rungs {
  readonly database: LocatedDatabase;
  readonly closedSecurityGroup: string | null;
  /** Closes the gate of the application's writers, for all databases of the run at once; null where there is none. */
  readonly closeWriters: (() => Promise<unknown>) | null;
  /** To be awaited before a change that follows a wait. @throws GenerationSuperseded */
  readonly stillOwner: () => Promise<void>;
  /** Of the deadline, at this moment; at least 1. */
  readonly leftMs: () => number;
  /** Nothing is asked for any more. */
  readonly isLate: () => boolean;
}

type Work = (ports: RungPorts, rungs: Rungs, report: Report) => Promise<Standing>;

const LOOK_EVERY_MS = 100;
/** Longer than the server's counters lag: a session that has gone idle tells what it wrote up to ten seconds later. */
const QUIET_MS = 11_000;

/** What each rung does, and what it takes for carried out. */
export const RUNG_WORK: Readonly<Record<FenceRung, Work>> = {
  'stop-application-writers': stopWriters,
  'revoke-login-and-end-sessions': revokeLogin,
  'close-network': closeNetwork,
  'stop-instance': stopInstance,
};

/** What is said of a primary that cannot be asked. */
export const NO_ADDRESS: Standing = {
  result: 'unreachable',
  detail: 'its region did not answer at discovery',
};

/** The workflow has gone on without it, and may be taking the fence back. */
const TOO_LATE: Standing = { result: 'unproven', detail: 'no time was left to ask for it' };

function operatorOf({ database }: Rungs): SessionTarget | null {
  return database.primaryAddress && asOperator(database, database.primaryAddress);
}

async function revokeLogin({ sessions }: RungPorts, rungs: Rungs): Promise<Standing> {
  const operator = operatorOf(rungs);
  if (!operator) return NO_ADDRESS;
  const { fencedRoles } = rungs.database;
  const roles = await sessions.fence(operator, fencedRoles, rungs.leftMs());
  const left = fencedRoles.filter((role) => !roles.includes(role));
  return left.length === 0
    ? { result: 'proven', detail: `no login: ${roles.join(', ')}` }
    : { result: 'refuted', detail: `login left: ${left.join(', ')}` };
}

/** A gate is obeyed or not: so it is watched whether rows are still written. */
async function stopWriters({ clients, clock }: RungPorts, rungs: Rungs, report: Report): Promise<Standing> {
  if (!rungs.closeWriters) return { result: 'failed', detail: 'the run has no gate for its writers' };
  await rungs.closeWriters();
  const operator = operatorOf(rungs);
  report({ result: 'unproven', detail: 'the gate is closed; nobody has seen whether writers obey it' });
  if (!operator) return { result: 'unproven', detail: `the gate is closed; ${NO_ADDRESS.detail}` };
  let since = clock.now();
  let rows = await clients.rowsWritten(operator);
  while (clock.now() - since < QUIET_MS * 1000) {
    await clock.sleep(LOOK_EVERY_MS);
    const seen = await clients.rowsWritten(operator);
    if (seen === rows) continue;
    report({ result: 'refuted', detail: `${seen - rows} more rows were written after the gate was closed` });
    rows = seen;
    since = clock.now();
  }
  return { result: 'proven', detail: `the gate is closed, and no row was written for ${QUIET_MS / 1000} s` };
}

/** The operator has to be inside before the door closes: established sessions stay, and it ends them. */
async function closeNetwork(ports: RungPorts, rungs: Rungs, report: Report): Promise<Standing> {
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
    enough: ({ groups, inForce }) => inForce && groups.every((group) => group === closed),
    deadline: clock.now() + leftMs() * 1000,
    everyMs: LOOK_EVERY_MS,
  });
  if (!seen.inForce || seen.groups.some((group) => group !== closed))
    return { result: 'unproven', detail: `asked for ${closed} alone; in force: ${seen.groups.join(', ')}` };
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
  try {
    await clients.end(operator, fencedRoles, rungs.leftMs());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { result: 'unproven', detail: `${inForce}; sessions of before could not be ended: ${why}` };
  }
  return { result: 'proven', detail: `${inForce}, and sessions were ended: ${fencedRoles.join(', ')}` };
}

async function getInside({ sessions, clock }: RungPorts, rungs: Rungs): Promise<void> {
  const operator = operatorOf(rungs);
  if (!operator) return;
  const inside = sessions.keepOpen(operator).catch(() => undefined);
  await Promise.race([inside, clock.sleep(rungs.leftMs() / 2)]);
}

async function stopInstance(ports: RungPorts, rungs: Rungs, report: Report): Promise<Standing> {
  const { databases, clock } = ports;
  const { primary } = rungs.database;
  if (!(await askToStop(ports, rungs))) return TOO_LATE;
  report({ result: 'unproven', detail: 'asked to stop; it was not seen to have stopped' });
  const { status } = await lookUntil(clock, {
    look: () => databases.describe(primary),
    enough: (seen) => seen.status === 'stopped',
    deadline: clock.now() + rungs.leftMs() * 1000,
    everyMs: LOOK_EVERY_MS,
  });
  return status === 'stopped'
    ? { result: 'proven', detail: 'its status is stopped' }
    : { result: 'unproven', detail: `asked to stop; its status is ${status}` };
}

/**
 * Another rung may be at work on the instance, which is refused meanwhile; one that is available is refused for good.
 * False when the deadline has passed before it was asked.
 */
async function askToStop({ gates, databases, clock }: RungPorts, rungs: Rungs): Promise<boolean> {
  const { primary } = rungs.database;
  for (;;) {
    await rungs.stillOwner();
    if (rungs.isLate()) return false;
    try {
      await gates.stop(primary);
      return true;
    } catch (error) {
      const isFinal = !(error instanceof InstanceRefused) || rungs.leftMs() <= 1;
      if (isFinal || (await databases.describe(primary)).status === 'available') throw error;
      await clock.sleep(LOOK_EVERY_MS);
    }
  }
}
