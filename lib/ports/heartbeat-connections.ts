import type { Instant } from '../domain/instant.ts';
import type { SessionTarget } from './database-sessions.ts';

export interface HeartbeatRow {
  readonly run: string;
  readonly writer: 'heartbeat' | 'stale';
  readonly segment: number;
  readonly seq: number;
  readonly sent: Instant;
}

/** One session of a writer. It may be closed at any time, also while a row is in flight. */
export interface HeartbeatConnection {
  /** host:port as the server itself reports it. */
  readonly server: string;
  /** Resolves when the commit is acknowledged. @throws when refused or broken; `isRefusal` tells which. */
  insert(row: HeartbeatRow): Promise<void>;
  close(): void;
}

export interface HeartbeatConnections {
  /** @throws when no session is open within the limit. */
  open(target: SessionTarget, limitMs: number): Promise<HeartbeatConnection>;
  /** True when the error proves that the server did not commit: it answered with an SQL error. */
  isRefusal(error: unknown): boolean;
}
