import { ReplicaNotFound } from '../../lib/domain/failure.ts';
import type { InstanceFacts } from '../../lib/domain/preflight/preflight-facts.ts';
import type { InstanceSettings } from '../../lib/ports/instance-settings.ts';
import type { Caller } from './caller.ts';
import type { ModelInstance, ModelWorld } from './model-world.ts';

/** What the control planes say beyond a run's needs: all in order, and asked through the same calls. */
export function makeModelSettings(world: ModelWorld, caller: Caller) {
  return (region: string): InstanceSettings => {
    const ask = <T>(what: string, subject: string, answer: () => T) =>
      caller.call({ what: `settings.${what}`, subject, region }, answer);
    return {
      instance: (id) =>
        ask('instance', id, () => {
          const found = world.instances.find((one) => one.region === region && one.id === id && !one.gone);
          if (found) return factsOf(found);
          throw new ReplicaNotFound({ subject: `RDS in ${region}`, seen: `no instance ${id}`, limit: id });
        }),
      parameterFamily: (name) => ask('parameterFamily', name, () => 'postgres17'),
      optionGroup: (name) => ask('optionGroup', name, () => 'postgres'),
      subnets: (name) => ask('subnets', name, () => ({ status: 'Complete', zones: ['a', 'b'] })),
      quotas: () => ask('quotas', region, () => []),
    };
  };
}

function factsOf({ region, status, source }: ModelInstance): InstanceFacts {
  return {
    region,
    status,
    source,
    instanceClass: 'db.r7g.large',
    allocatedGiB: 100,
    parameterGroup: 'orders',
    parameterStatus: 'in-sync',
    optionGroup: 'default',
    optionStatus: 'in-sync',
    subnetGroup: 'orders',
    kmsKey: null,
  };
}
