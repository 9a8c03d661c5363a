import type { ClientStanding } from './client-sessions.ts';
import type { SessionTarget } from './session-target.ts';

export type LoginProbe =
  | { readonly result: 'refused'; readonly seen: string }
  | { readonly result: 'accepted'; readonly seen: string }
  | { readonly result: 'unreachable'; readonly seen: string };

export interface Drained {
  readonly rolesWithoutLogin: readonly string[];
  readonly endedIdle: number;
  readonly endedByForce: number;
}

/** Who may write on a database server: its roles' logins, and what a client sees of them. */
export interface DatabaseLogins {
  /**
   * Revokes login of the roles and ends their sessions; answers how they stand then, and who else may write.
   * @throws when it has not ended within the limit: then what is under way is cancelled.
   */
  fence(target: SessionTarget, roles: readonly string[], limitMs: number): Promise<ClientStanding>;
  /**
   * Revokes login of the roles, ends their sessions between transactions and, at the deadline, within them; answers the
   * roles that cannot log in now. @throws when a session is still there afterwards
   */
  drain(target: SessionTarget, roles: readonly string[], deadlineMs: number): Promise<Drained>;
  /** Gives the roles their login back where it was revoked; answers the roles that can log in now. */
  admit(target: SessionTarget, roles: readonly string[]): Promise<readonly string[]>;
  /** Tries a new session as the secret's role and one statement on it. */
  probeLogin(target: SessionTarget, deadlineMs: number): Promise<LoginProbe>;
  /** Opens a session as the secret's role and leaves it open, for `probeOpen`. */
  keepOpen(target: SessionTarget): Promise<void>;
  /** Tries a statement on the session that `keepOpen` left open, and on no other. */
  probeOpen(target: SessionTarget, limitMs: number): Promise<LoginProbe>;
}
