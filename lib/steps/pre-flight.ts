import { locateDatabases } from '../domain/run/session-targets.ts';
import { WithConditions } from '../domain/run/with-conditions.ts';
import type { InstanceSettings } from '../ports/instance-settings.ts';
import { drillPreFlight, type DrillPreFlightPorts } from './step/drill-pre-flight.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';
import { realPreFlight } from './step/real-pre-flight.ts';

export interface PreFlightPorts extends StepPorts, DrillPreFlightPorts {
  readonly settings: (region: string) => InstanceSettings;
}

/**
 * Looks at everything that a failover rests on, and changes nothing. Checks that fail and are blocking stop a drill
 * before it starts; a real run pauses at them.
 * @throws ReplicaBackingUp (to be retried) while a backup of the replica runs, HeartbeatNotFresh (to be retried) until
 * every series has a baseline of good samples, HeartbeatNotReplicated (to be retried) until every replica has some.
 */
export function makePreFlight(ports: PreFlightPorts) {
  return makeStep(ports, {
    state: 'PreFlight',
    input: WithConditions,
    act: async ({ run, seen }) => {
      const located = locateDatabases(run, seen('DiscoverDatabases'));
      if (run.scope === 'real') return realPreFlight(ports, { run, located, locks: seen('AcquireLock') });
      return drillPreFlight(ports, { run, located, series: seen('StartHeartbeat') });
    },
  });
}
