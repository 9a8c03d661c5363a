import { PromotionRefused, ReplicaNotFound } from '../../lib/domain/failure.ts';
import type { DatabaseInstance, Databases } from '../../lib/ports/databases.ts';
import type { Caller } from './caller.ts';
import { beginPromotion } from './instance-changes.ts';
import type { ModelInstance, ModelWorld } from './model-world.ts';

/** The control planes of both regions. */
export function makeModelDatabases(world: ModelWorld, caller: Caller): Databases {
  const find = (region: string, id: string): ModelInstance => {
    const found = world.instances.find(
      (instance) => instance.region === region && instance.id === id && !instance.gone,
    );
    if (found) return found;
    throw new ReplicaNotFound({
      subject: `RDS in ${region}`,
      seen: `no instance ${id}`,
      limit: 'the instance that the plan names',
    });
  };
  return {
    describe: ({ region, instance }) =>
      caller.call({ what: 'databases.describe', subject: instance, region }, () =>
        described(find(region, instance)),
      ),
    list: (region) =>
      caller.call({ what: 'databases.list', subject: region, region }, () =>
        world.instances.filter((instance) => instance.region === region && !instance.gone).map(described),
      ),
    promote: ({ region, instance }) =>
      caller.call({ what: 'databases.promote', subject: instance, region, changes: true }, () => {
        const found = find(region, instance);
        if (found.source === null || found.status !== 'available') {
          const limit = 'an available replica';
          throw new PromotionRefused({
            subject: instance,
            seen: found.source === null ? 'no replica' : found.status,
            limit,
          });
        }
        beginPromotion(world, found);
        return `request-of-${instance}`;
      }),
  };
}

function described({ region, id, host, source, status }: ModelInstance): DatabaseInstance {
  return { region, instance: id, status, source, host, port: 5432, tags: {}, securityGroups: ['sg-open'] };
}
