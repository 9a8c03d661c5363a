import type { LogEntry } from '../domain/log/log-entry.ts';
import type { LogLeaf } from '../domain/log/log-leaf.ts';
import { startLeaf } from '../domain/log/start-leaf.ts';
import { RunInput } from '../domain/run/run-input.ts';
import type { Clock } from '../ports/clock.ts';
import { StepEvent } from './step/step-event.ts';

export interface LogStartPorts {
  readonly clock: Clock;
  /** To the log of the recovery site's region. */
  readonly append: (leaf: LogLeaf) => Promise<LogEntry>;
}

/** A real event is logged late rather than kept waiting for longer. */
const REAL_LIMIT_MS = 1_000;

/**
 * Tells the log which run begins, and what it will be judged against, before it takes a lock from anybody: one that ends
 * badly cannot be left out afterwards. A drill that cannot be logged does not start; a real event does.
 * @throws Conflict, LogBroken, SignatureRefused, of anything but a real event
 */
export function makeLogStart({ clock, append }: LogStartPorts) {
  return async (input: unknown): Promise<void> => {
    const event = StepEvent.parse(input);
    if (event.dryRun) return;
    const run = RunInput.parse(event.run);
    const start = { executionArn: event.executionArn, at: clock.now(), late: false };
    const logged = append(startLeaf(run, start));
    if (run.scope !== 'real') return void (await logged);
    await Promise.race([logged.catch(() => {}), clock.sleep(REAL_LIMIT_MS)]);
  };
}
