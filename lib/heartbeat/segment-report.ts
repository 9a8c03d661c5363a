import type { Instant } from '../domain/instant.ts';
import type { HeartbeatStatus, SegmentEvent } from '../domain/run/heartbeat-input.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { OutageWitnessPorts } from './outage-witness.ts';
import type { SegmentDetection } from './segment-detection.ts';
import type { SeriesSink } from './series-sink.ts';
import type { SeriesStatus } from './series-status.ts';

const STATUS_EVERY_MS = 1_000;
/** The stale writer is asked for what it last saw while the ledger's writer detects an outage. */
const STALE_STATUS_EVERY_MS = 150;
const FLUSH_EVERY_MS = 5_000;

export interface Reported {
  readonly sink: SeriesSink;
  readonly status: SeriesStatus;
  readonly detection: SegmentDetection;
  readonly over: () => boolean;
}

/** Stores status and samples while the segment runs. */
export async function reportSegment(
  { clock, objects }: Pick<OutageWitnessPorts, 'clock' | 'objects'>,
  { input, segment }: SegmentEvent,
  { sink, status, detection, over }: Reported,
): Promise<void> {
  const { role, source } = input;
  const key = runKeys.status(input.run, role, source);
  let reportedAt: Instant = 0;
  let flushedAt: Instant = clock.now();
  const everyMs = role === 'stale' ? STALE_STATUS_EVERY_MS : STATUS_EVERY_MS;
  let reported = '';
  while (!over()) {
    const now = clock.now();
    // What others wait for is said at once: that the rule fired, and that the stale writer fails, or no more.
    const news = `${status.detectedAt !== null} ${role === 'stale' && status.failing}`;
    if (now - reportedAt >= everyMs * 1000 || news !== reported) {
      reportedAt = now;
      reported = news;
      const snapshot = status.snapshot({ role, source, segment }, now);
      const text = JSON.stringify({
        ...snapshot,
        evidence: [...detection.evidence()],
      } satisfies HeartbeatStatus);
      await objects.put(key, text).catch(() => '');
    }
    if (now - flushedAt >= FLUSH_EVERY_MS * 1000) {
      flushedAt = now;
      await sink.flush();
    }
    await clock.sleep(50);
  }
}
