import { removeServerHome } from '../postgres/server-home.ts';
import type { BuiltWorld, WorldTools } from './built-world.ts';

/**
 * Ends everything, whatever state it is in: proxies first, so that no client meets a half-ended server, then servers
 * by an immediate shutdown, then all that is left by SIGKILL. Leaves nothing outside the state directory.
 */
export async function stopWorld(world: BuiltWorld | undefined, tools: WorldTools): Promise<void> {
  const instances = world?.directory.all ?? [];
  await Promise.all([...(world ? closeProxies(world) : []), ...instances.map((one) => one.running?.stop())]);
  await tools.children.close();
  await removeServerHome(tools.stateDir);
}

function closeProxies(world: BuiltWorld): Promise<void>[] {
  const gateways = [
    ...world.directory.all.flatMap((one) => one.gateways),
    ...world.links.map((link) => link.gateway),
    ...world.serviceDoors.flatMap((one) => Object.values(one.gateways)),
  ];
  const doors = [...world.databaseDoors, ...world.serviceDoors].map((one) => one.door);
  return [...doors, ...gateways, ...world.copyRoutes].map((one) => one.close());
}
