import { ReplicaNotUsable } from '../../domain/failure.ts';
import { asOperator, type LocatedDatabase } from '../../domain/run/session-targets.ts';
import type { SessionTarget } from '../../ports/session-target.ts';

/** The operator's session on the primary. @throws ReplicaNotUsable when its region did not answer at discovery */
export function primaryOf(database: LocatedDatabase): SessionTarget {
  if (database.primaryAddress) return asOperator(database, database.primaryAddress);
  throw new ReplicaNotUsable({
    subject: `the primary of ${database.id}`,
    seen: 'its region did not answer',
    limit: 'a primary to compare the replica with',
  });
}
