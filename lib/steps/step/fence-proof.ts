import { isClosedAlone } from '../../domain/fence/closed-alone.ts';
import { loginsLeft, outsidePlan } from '../../domain/fence/logins-left.ts';
import type { FenceRung } from '../../domain/fence/rung.ts';
import type { FenceAttempt } from '../../domain/record/fence-outcomes.ts';
import { asHeartbeat, asOperator, type LocatedDatabase } from '../../domain/run/session-targets.ts';
import type { ClientStanding } from '../../ports/client-sessions.ts';
import type { SessionTarget } from '../../ports/session-target.ts';
import { probed } from './climb-ladder.ts';
import { NO_ADDRESS, type RungPorts } from './fence-rungs.ts';
import { type Standing, tryRung } from './try-rung.ts';

export interface FenceByHand {
  readonly database: LocatedDatabase;
  readonly closedSecurityGroup: string | null;
  /** Of each look; they start together. */
  readonly deadlineMs: number;
}

type Look = readonly [FenceAttempt['rung'], () => Promise<Standing>];

/**
 * What proves a fence that a person has made, by looking alone: how the ways in stand that the ladder would have shut, a
 * new connection, and sessions from before. For those the one speaks that the run has held open, or the server's own
 * word that clients have none. Answers in the words of the ladder, so that the same rules say what is proven.
 */
export async function proveFence(ports: RungPorts, byHand: FenceByHand): Promise<readonly FenceAttempt[]> {
  const { deadlineMs } = byHand;
  const enough = new Promise<never>(() => {});
  const looks = byHand.database.primaryAddress
    ? looksAt(ports, byHand, byHand.database.primaryAddress)
    : NOT_ASKED.map((rung): Look => [rung, async () => NO_ADDRESS]);
  return Promise.all(
    looks.map(([rung, look]) => tryRung(ports.clock, { rung, deadlineMs, enough }, () => look())),
  );
}

const HOLDING: readonly FenceRung[] = ['revoke-login-and-end-sessions', 'close-network', 'stop-instance'];
const NOT_ASKED = [...HOLDING, 'probe', 'open-session'] as const;

function looksAt(
  ports: RungPorts,
  byHand: FenceByHand,
  address: NonNullable<LocatedDatabase['primaryAddress']>,
): readonly Look[] {
  const { sessions, clients } = ports;
  const { database, deadlineMs, closedSecurityGroup: closed } = byHand;
  const { fencedRoles } = database;
  const client = asHeartbeat(database, address);
  const asked = clients.standing(asOperator(database, address), fencedRoles, deadlineMs);
  // Two looks await it, and either may have been given up by then.
  asked.catch(() => undefined);
  return [
    ['revoke-login-and-end-sessions', async () => loginsFound(fencedRoles, await asked)],
    ...(closed === null ? [] : [['close-network', () => groupsInForce(ports, database, closed)] as const]),
    ['stop-instance', () => statusOf(ports, database)],
    ['probe', async () => probed(await sessions.probeLogin(client, deadlineMs))],
    ['open-session', () => sessionsLeft(ports, { client, fencedRoles, asked, deadlineMs })],
  ];
}

function loginsFound(roles: readonly string[], standing: ClientStanding): Standing {
  const left = loginsLeft(roles, standing);
  return left === ''
    ? { result: 'proven', detail: `found without login: ${standing.withoutLogin.join(', ')}` }
    : { result: 'refuted', detail: `found: ${left}` };
}

async function groupsInForce(
  { gates }: RungPorts,
  { primary }: LocatedDatabase,
  closed: string,
): Promise<Standing> {
  const found = await gates.groups(primary);
  const { groups, inForce } = found;
  return isClosedAlone(found, closed)
    ? { result: 'proven', detail: `found with ${closed} alone in force` }
    : { result: 'refuted', detail: `found in ${groups.join(', ')}${inForce ? '' : ', not in force yet'}` };
}

async function statusOf({ databases }: RungPorts, { primary }: LocatedDatabase): Promise<Standing> {
  const { status } = await databases.describe(primary);
  return { result: status === 'stopped' ? 'proven' : 'refuted', detail: `its status is ${status}` };
}

interface Before {
  readonly client: SessionTarget;
  readonly fencedRoles: readonly string[];
  readonly asked: Promise<ClientStanding>;
  readonly deadlineMs: number;
}

/** One session that was ended speaks for all of them only where the server does not say otherwise. */
async function sessionsLeft(
  { sessions, clock }: RungPorts,
  { client, fencedRoles, asked, deadlineMs }: Before,
): Promise<Standing> {
  const kept = probed(await sessions.probeOpen(client, deadlineMs));
  if (kept.result === 'refuted') return kept;
  // A server that was stopped, or that no operator can reach any more, says nothing.
  const soon = Promise.race([asked.catch(() => null), clock.sleep(deadlineMs / 2).then(() => null)]);
  const standing = await (kept.result === 'proven' ? soon : asked);
  if (standing === null) return kept;
  const left = sessionsOf(fencedRoles, standing);
  if (left !== '') return { result: 'refuted', detail: `${kept.detail}; the server has ${left}` };
  const detail = `${kept.detail}; the server has no session of ${fencedRoles.join(', ')}`;
  return kept.result === 'proven' ? kept : { result: 'proven', detail };
}

function sessionsOf(fencedRoles: readonly string[], { sessions, others }: ClientStanding): string {
  return [{ name: fencedRoles.join(', '), sessions }, ...outsidePlan(others)]
    .filter((role) => role.sessions > 0)
    .map((role) => `${role.sessions} of ${role.name}`)
    .join(' and ');
}
