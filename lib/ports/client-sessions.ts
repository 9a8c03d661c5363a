import type { LoginsSeen } from '../domain/fence/logins-left.ts';
import type { SessionTarget } from './session-target.ts';

/** How the roles stand that were asked about, and all others that can log in or have sessions. */
export interface ClientStanding extends LoginsSeen {
  readonly sessions: number;
}

/** What clients do on a database server, as its operator sees it. */
export interface ClientSessions {
  /** Ends the roles' sessions and leaves their login alone. @throws when one is still there at the limit */
  end(target: SessionTarget, roles: readonly string[], limitMs: number): Promise<void>;
  /** Looks only: which of the roles may not log in, how many sessions of them there are, and who else may log in. */
  standing(target: SessionTarget, roles: readonly string[], limitMs: number): Promise<ClientStanding>;
  /**
   * Rows that were ever inserted, changed or deleted in tables outside of Muster's own, by the server's counters; a
   * session tells them a second after its write, and ten seconds after it where it has gone idle (PostgreSQL, pgstat.c).
   */
  rowsWritten(target: SessionTarget): Promise<number>;
}
