import type { Instant } from '../domain/instant.ts';
import type { RecoveredRow } from '../domain/ledger/recovered-row.ts';
import type { ServerIdentity } from '../domain/record/failover-outcomes.ts';
import type { SessionTarget } from './session-target.ts';

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

export type HeartbeatRecord = Pick<RecoveredRow, 'writer' | 'segment' | 'seq' | 'sent'>;

/** Where a primary's last write ends, on its disk; and a transaction: whatever commits later has that number or more. */
export interface WritePosition {
  readonly lsn: string;
  readonly nextTransaction: string;
}

/** What a database server is, and which of the run's rows it has. */
export interface DatabaseServers {
  /** The cheapest question there is to a standby, for whoever asks it every few milliseconds. */
  inRecovery(target: SessionTarget): Promise<boolean>;
  state(target: SessionTarget): Promise<ServerState>;
  /** Of a primary: all that was committed before is at this position, and flushed. It writes a message of its own to the log. */
  writePosition(target: SessionTarget): Promise<WritePosition>;
  /** Commits one proof row of the run; answers when it was acknowledged. */
  writeProof(target: SessionTarget, run: string): Promise<Instant>;
  /** Every row that a writer of the run committed, or the first few, or those from a segment on. */
  heartbeatRows(
    target: SessionTarget,
    run: string,
    which?: { readonly most?: number; readonly fromSegment?: number },
  ): Promise<readonly HeartbeatRecord[]>;
}
