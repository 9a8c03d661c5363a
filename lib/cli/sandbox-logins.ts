import { randomBytes } from 'node:crypto';
import type { Database } from '../domain/plan/database.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';

export const OPERATOR = 'muster_operator';
export const HEARTBEAT = 'muster_heartbeat';

/** Of every role of the plan's databases, drawn anew for each sandbox. */
export type Passwords = ReadonlyMap<string, string>;

export function randomText(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

export function passwordsOf(plan: RecoveryPlan): Passwords {
  const roles = new Set([OPERATOR, HEARTBEAT, ...plan.databases.flatMap(({ fencedRoles }) => fencedRoles)]);
  return new Map([...roles].map((role) => [role, randomText(16)]));
}

export function login(passwords: Passwords, user: string) {
  return { user, password: passwords.get(user) ?? '' };
}

/** The role that the sandbox's services log in as: the first of the plan's roles that is not the heartbeat's. */
export function appLogin(plan: RecoveryPlan, store: string, passwords: Passwords) {
  const roles = plan.databases.find(({ id }) => id === store)?.fencedRoles ?? [];
  return login(passwords, roles.find((role) => role !== HEARTBEAT) ?? HEARTBEAT);
}

export function secretsOf(
  database: Database,
  { regions, passwords }: { regions: readonly string[]; passwords: Passwords },
) {
  const of = (name: string, username: string) => {
    const value = JSON.stringify({ username, password: passwords.get(username) });
    return regions.map((region) => ({ name, region, value }));
  };
  return [...of(database.operatorSecret, OPERATOR), ...of(database.heartbeatSecret, HEARTBEAT)];
}
