import type { Instant } from '../domain/instant.ts';
import type { Marker } from '../domain/record/restore-outcomes.ts';
import type { SessionTarget } from './session-target.ts';

/** Rows of the heartbeat's table by which a moment of a database is known, all by the server's clock. */
export interface RecoveryMarkers {
  /** Commits one row of the run. committedAt: a reading of the server's clock after that. */
  write(
    target: SessionTarget,
    run: string,
  ): Promise<{ readonly marker: Marker; readonly committedAt: Instant }>;
  now(target: SessionTarget): Promise<Instant>;
  /** The newest row, whoever wrote it, that was sent so long before a moment that it was committed by then. */
  lastBefore(target: SessionTarget, at: Instant): Promise<Marker | null>;
  isThere(target: SessionTarget, marker: Marker): Promise<boolean>;
}
