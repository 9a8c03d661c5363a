import type { Instant } from '../domain/instant.ts';
import type { RecoveredRow } from '../domain/ledger/recovered-row.ts';
import type { ServerIdentity } from '../domain/record/outcomes.ts';

/** Where to open a session, and which secret says as whom; the password itself never leaves the adapter. */
export interface SessionTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly secret: string;
}

export interface ServerState extends ServerIdentity {
  readonly lsn: string;
  /** Seconds since the last replayed commit, as the replica itself claims; null on a primary. */
  readonly claimedLagSeconds: number | null;
  readonly walRetrieveRetrySeconds: number;
  /** The replication stream as the replica sees it: "streaming", or another word, or null on a primary. */
  readonly receiverStatus: string | null;
  /** Seconds since the stream last brought anything; null where there is none. */
  readonly receivedSecondsAgo: number | null;
}

export type LoginProbe =
  | { readonly result: 'refused'; readonly seen: string }
  | { readonly result: 'accepted'; readonly seen: string }
  | { readonly result: 'unreachable'; readonly seen: string };

/** SQL on one database server, over sessions that are kept warm between steps. */
export interface DatabaseSessions {
  /** The cheapest question there is to a standby, for whoever asks it every few milliseconds. */
  inRecovery(target: SessionTarget): Promise<boolean>;
  state(target: SessionTarget): Promise<ServerState>;
  /** Commits one proof row of the run; answers when it was acknowledged. */
  writeProof(target: SessionTarget, run: string): Promise<Instant>;
  /**
   * Revokes login of the roles and ends their sessions; answers the roles that cannot log in now.
   * @throws when it has not ended within the limit: then what is under way is cancelled.
   */
  fence(target: SessionTarget, roles: readonly string[], limitMs: number): Promise<readonly string[]>;
  /** Gives the roles their login back where it was revoked; answers the roles that can log in now. */
  admit(target: SessionTarget, roles: readonly string[]): Promise<readonly string[]>;
  /** Tries a new session as the secret's role and one statement on it. */
  probeLogin(target: SessionTarget, deadlineMs: number): Promise<LoginProbe>;
  /** Opens a session as the secret's role and leaves it open, for `probeOpen`. */
  keepOpen(target: SessionTarget): Promise<void>;
  /** Tries a statement on the session that `keepOpen` left open, and on no other. */
  probeOpen(target: SessionTarget, limitMs: number): Promise<LoginProbe>;
  /** Every row that a writer of the run committed, or the first few. */
  heartbeatRows(target: SessionTarget, run: string, most?: number): Promise<readonly HeartbeatRecord[]>;
}

export type HeartbeatRecord = Pick<RecoveredRow, 'writer' | 'segment' | 'seq' | 'sent'>;
