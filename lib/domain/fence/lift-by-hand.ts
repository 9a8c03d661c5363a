import type { FenceInput } from '../run/fence-input.ts';
import type { RunDatabase } from '../run/run-parts.ts';

interface Fenced extends Pick<RunDatabase, 'primary' | 'fencedRoles'> {
  /** As discovery found them; empty when its region did not answer. */
  readonly securityGroups: readonly string[];
}

/** What a person does who gives an old primary back to its clients without the workflow, in the order in which it works. */
export function liftByHand(
  { primary, fencedRoles, securityGroups }: Fenced,
  { rungs, writersKey }: FenceInput,
): readonly string[] {
  const groups = securityGroups.length > 0 ? securityGroups.join(', ') : 'that it had before';
  const roles = fencedRoles.map((role) => `ALTER ROLE "${role.replaceAll('"', '""')}" LOGIN;`).join(' ');
  return [
    ...(rungs.includes('stop-instance') ? [`start ${primary.instance} if it is stopped`] : []),
    ...(rungs.includes('close-network') ? [`give it the security groups ${groups}`] : []),
    `as its operator: ${roles}`,
    ...(writersKey === null ? [] : [`open the gate of the application's writers, ${writersKey}`]),
  ];
}
