import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstantText } from './instant-text.ts';

/**
 * What really happened, as only the injector can know: for tests and measurements of the measurement.
 * Nothing that judges a run reads it.
 */
export interface TruthLog {
  /** Adds a line; the instant and the monotonic clock are those of this call. */
  append(event: string, details: Readonly<Record<string, unknown>>): void;
}

export function truthFileOf(stateDir: string): string {
  return join(stateDir, 'truth.ndjson');
}

export function makeTruthLog(stateDir: string, now: InstantText): TruthLog {
  const path = truthFileOf(stateDir);
  return {
    append(event, details) {
      const line = {
        schemaVersion: 1,
        event,
        at: now(),
        ns: String(process.hrtime.bigint()),
        ...details,
      };
      appendFileSync(path, `${JSON.stringify(line)}\n`);
    },
  };
}
