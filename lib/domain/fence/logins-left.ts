/** A role of a server that nobody asked about by its name, and how many sessions it has there. */
export interface OtherRole {
  readonly name: string;
  readonly canLogin: boolean;
  readonly sessions: number;
}

/** What a look at a server's roles shows of a fence; `others` without the operator's own. */
export interface LoginsSeen {
  readonly withoutLogin: readonly string[];
  readonly others: readonly OtherRole[];
}

/**
 * What RDS logs in as itself: its own access, replication, Multi-AZ and RDS Proxy (RDS User Guide). Nobody else has their
 * passwords, and replicas need them. By name and not by a prefix: whatever else can log in may write.
 */
const OF_THE_SERVICE: ReadonlySet<string> = new Set([
  'rdsadmin',
  'rdsrepladmin',
  'rdstopmgr',
  'rdsproxyadmin',
]);

/** Roles that may write and that the plan does not fence. Whether they mean to is not asked: no right shows that they cannot. */
export function outsidePlan(others: readonly OtherRole[]): readonly OtherRole[] {
  return others.filter(({ name }) => !OF_THE_SERVICE.has(name));
}

/** Who can still write to a fenced server, in words; empty where nobody can but the operator. */
export function loginsLeft(fencedRoles: readonly string[], { withoutLogin, others }: LoginsSeen): string {
  const kept = fencedRoles.filter((role) => !withoutLogin.includes(role));
  const outside = outsidePlan(others);
  return [
    ...(kept.length > 0 ? [`login left: ${kept.join(', ')}`] : []),
    ...(outside.length > 0 ? [`outside of the plan's fencedRoles: ${outside.map(wordsOf).join(', ')}`] : []),
  ].join('; ');
}

function wordsOf({ name, canLogin, sessions }: OtherRole): string {
  const open = sessions === 1 ? '1 session' : `${sessions} sessions`;
  return canLogin ? `${name} can log in, and has ${open}` : `${name} has ${open}`;
}
