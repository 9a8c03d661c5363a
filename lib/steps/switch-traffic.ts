import { ByHandUnproven } from '../domain/failure.ts';
import { MoveInput } from '../domain/run/move-input.ts';
import { formatInstant } from '../domain/instant.ts';
import type { ApplicationWriters, WritersRequest } from '../ports/application-writers.ts';
import type { Traffic } from '../ports/traffic.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

export interface SwitchTrafficPorts extends StepPorts {
  readonly traffic: Traffic;
  readonly writers: ApplicationWriters;
}

/**
 * Sends new connections to the recovery site. It cuts none: what is still open at the old site has been fenced. Where a
 * former run has closed the gate of that site's own writers, it is opened with the switch. Idempotent.
 */
export function makeSwitchTraffic(ports: SwitchTrafficPorts) {
  return makeStep(ports, {
    state: 'SwitchTraffic',
    input: MoveInput,
    defersRecord: true,
    intent: ({ run }) => ({ key: run.switchKey, activeSite: run.sites.recovery.name }),
    warm: async ({ run }) => void (await ports.traffic.activeSite(run.switchKey)),
    act: async ({ run, seen }) => {
      const request = {
        key: run.switchKey,
        activeSite: run.sites.recovery.name,
        run: run.run,
        generation: seen('AcquireLock').generation,
      };
      const requestedAt = formatInstant(ports.clock.now());
      const [etag] = await Promise.all([ports.traffic.activate(request), openGate(ports, run, request)]);
      const switchedAt = formatInstant(ports.clock.now());
      return { activeSite: request.activeSite, key: request.key, etag, requestedAt, switchedAt };
    },
    proof: async ({ run: { switchKey: key, sites } }) => {
      const active = await ports.traffic.activeSite(key);
      if (active === sites.recovery.name) return { activeSite: active, key, etag: 'as it was found' };
      const seen = active === null ? 'a switch that was never thrown' : `site ${active}`;
      throw new ByHandUnproven({ subject: key, seen, limit: sites.recovery.name });
    },
  });
}

type Gate = Pick<WritersRequest, 'run' | 'generation'>;

async function openGate({ writers }: SwitchTrafficPorts, { fence, sites }: MoveInput, by: Gate) {
  if (fence.writersKey === null) return;
  const { run, generation } = by;
  await writers.open({ key: fence.writersKey, site: sites.recovery.name, run, generation });
}
