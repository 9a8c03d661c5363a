import type { Instant } from '../domain/instant.ts';
import type { SessionTarget } from './session-target.ts';

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

export interface OpeningLimits {
  /** How long a peer may say nothing at all. */
  readonly unansweredMs: number;
  /** How long the whole login may take once the peer has answered. */
  readonly answeredMs: number;
}

export interface HeartbeatConnections {
  /** `onAnswer` is called once, when a server first answers. @throws when no session is open within the limits. */
  open(target: SessionTarget, limits: OpeningLimits, onAnswer: () => void): Promise<HeartbeatConnection>;
  /** True when the error proves that the server did not commit: it answered with an SQL error. */
  isRefusal(error: unknown): boolean;
}
