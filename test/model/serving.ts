import { planKeys } from '../../lib/domain/run/run-keys.ts';
import { AWAY, type ModelInstance, type ModelWorld } from './model-world.ts';

export const PLAN = 'orders';
export const SITES: Readonly<Record<string, string>> = { north: 'eu-north-1', west: AWAY };

/** The site that the traffic switch names; null when it names none, and the primary's before it was ever thrown. */
export function activeSite(world: ModelWorld): string | null {
  const stored = world.buckets[AWAY]?.get(planKeys.traffic(PLAN));
  if (!stored) return 'north';
  const named: unknown = JSON.parse(stored.text);
  const isNamed = typeof named === 'object' && named !== null && 'activeSite' in named;
  return isNamed && typeof named.activeSite === 'string' ? named.activeSite : null;
}

/** Where the front door of a database leads now. */
export function behindFrontDoor(world: ModelWorld, database = 'orders'): ModelInstance | null {
  const region = SITES[activeSite(world) ?? ''];
  const isIt = (instance: ModelInstance) => instance.region === region && instance.database === database;
  return world.instances.find(isIt) ?? null;
}

/** What the front doors of all databases lead to, but for what is gone there: no run can serve that. */
export function behindFrontDoors(world: ModelWorld): readonly ModelInstance[] {
  return databasesIn(world).flatMap((database) => {
    const found = behindFrontDoor(world, database);
    return found && !found.gone ? [found] : [];
  });
}

export function databasesIn({ instances }: ModelWorld): readonly string[] {
  return [...new Set(instances.map(({ database }) => database))];
}

/** Whether its processes live and its network answers, at least the other region. */
export function isAlive(world: ModelWorld, { region, gone }: ModelInstance): boolean {
  return !gone && world.regions[region]?.lost === false;
}

/** Whether some client, wherever it is, can commit a row on it. */
export function isWritable(world: ModelWorld, instance: ModelInstance): boolean {
  return (
    isAlive(world, instance) &&
    !instance.inRecovery &&
    !instance.operatorOnly &&
    instance.noLogin.length === 0
  );
}

export function writableInstances(world: ModelWorld): readonly ModelInstance[] {
  return world.instances.filter((instance) => isWritable(world, instance));
}

/** What somebody who asks for a session gets: one, a refusal, or nothing at all. */
export type Reception = 'writable' | 'refused' | 'silent';

/** outside: as a client comes, through the front door. inside: from the instance's own region. */
export function receptionOf(
  world: ModelWorld,
  instance: ModelInstance | null,
  from: 'outside' | 'inside',
): Reception {
  if (!instance || !isAlive(world, instance)) return 'silent';
  if (from === 'outside' && world.regions[instance.region]?.cutFromClients) return 'silent';
  return isWritable(world, instance) ? 'writable' : 'refused';
}

/** Whether nobody can serve clients because a region is gone and nothing took its place: what no run has done. */
export function isOfTheWorldsMaking(world: ModelWorld): boolean {
  const doors = behindFrontDoors(world);
  return doors.some((door) => !isAlive(world, door)) && writableInstances(world).length === 0;
}

/** Whether clients are served: all that the front doors lead to take their writes. */
export function isServed(world: ModelWorld): boolean {
  const doors = behindFrontDoors(world);
  return doors.length > 0 && doors.every((door) => receptionOf(world, door, 'outside') === 'writable');
}
