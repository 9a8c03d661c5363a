import { formatInstant } from '../domain/instant.ts';
import type { HeartbeatInput } from '../domain/run/heartbeat-input.ts';
import type { StopCondition } from '../domain/run/stop-condition.ts';
import type { Clock } from '../ports/clock.ts';
import type { Locks } from '../ports/locks.ts';
import type { ServiceProbe } from '../ports/service-probe.ts';

const LOOK_MS = 1_000;

export interface StopWatchPorts {
  readonly clock: Clock;
  readonly probe: ServiceProbe;
  readonly locks: Pick<Locks, 'abort'>;
}

type Stop = NonNullable<Extract<HeartbeatInput, { role: 'health' }>['stop']>;

/**
 * Looks at a drill's stop conditions once a second until it is told to end. One that has failed so often in a row as it
 * says has the run ended, by the flag that every step reads before it changes anything.
 */
export async function watchStopConditions(
  ports: StopWatchPorts,
  { run, stop }: { readonly run: string; readonly stop: Stop },
  over: () => boolean,
): Promise<void> {
  const failed = new Map<string, number>();
  while (!over()) {
    const next = ports.clock.sleep(LOOK_MS);
    const looks = await Promise.all(stop.conditions.map((condition) => look(ports, condition)));
    for (const { condition, healthy, detail } of looks) {
      const { name, failures } = condition;
      const inARow = healthy ? 0 : (failed.get(name) ?? 0) + 1;
      failed.set(name, inARow);
      if (inARow < failures) continue;
      const reason = `${inARow} ${inARow === 1 ? 'check' : 'checks in a row'} failed, the last with ${detail}`;
      const wish = { run, by: `stop condition ${name}`, reason, at: formatInstant(ports.clock.now()) };
      // The first wish stands; one that could not be written is written at the next look.
      await ports.locks.abort(stop.lock, wish).catch(() => false);
    }
    await next;
  }
}

async function look({ probe }: StopWatchPorts, condition: StopCondition) {
  const { healthy, detail } = await probe
    .check(condition.healthCheck)
    .catch((error: Error) => ({ healthy: false, detail: error.message }));
  return { condition, healthy, detail };
}
