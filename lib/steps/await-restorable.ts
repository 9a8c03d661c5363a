import { PointInTimePending } from '../domain/failure.ts';
import { formatInstant, parseInstant } from '../domain/instant.ts';
import { RestoreInput } from '../domain/run/restore-input.ts';
import type { Restores } from '../ports/restores.ts';
import { lookUntil } from './step/look-until.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

export interface AwaitRestorablePorts extends StepPorts {
  readonly restores: Restores;
}

const WATCH_MS = 20_000;
const POLL_MS = 250;

/**
 * Waits until automated backups reach the moment of every database: on AWS they do so every few minutes.
 * @throws PointInTimePending (to be retried), ThrottledUnknown, RegionUnreachable
 */
export function makeAwaitRestorable(ports: AwaitRestorablePorts) {
  return makeStep(ports, {
    state: 'AwaitRestorable',
    input: RestoreInput,
    act: async ({ run, seen }) => ({
      databases: await Promise.all(
        seen('WriteMarkers').databases.map(async ({ id, at }) => {
          const primary = run.databases.find((database) => database.id === id)?.primary;
          if (!primary) throw new RangeError(`database ${id} is not of this run`);
          const window = await lookUntil(ports.clock, {
            look: () => ports.restores.restorable(primary),
            enough: (found) => found !== null && found.latest >= parseInstant(at),
            deadline: ports.clock.now() + WATCH_MS * 1000,
            everyMs: POLL_MS,
          });
          if (window && window.latest >= parseInstant(at))
            return { id, latest: formatInstant(window.latest) };
          throw new PointInTimePending({
            subject: `${primary.instance} in ${primary.region}`,
            seen: window ? `backups until ${formatInstant(window.latest)}` : 'no automated backup',
            limit: `one that reaches ${at}`,
          });
        }),
      ),
    }),
  });
}
