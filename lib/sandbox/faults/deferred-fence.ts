import type { ClientAccess } from '../postgres/client-access.ts';
import type { DatabaseInstance } from '../rds/database-instance.ts';
import type { FaultTools } from './fault-tools.ts';

type FenceTools = Pick<FaultTools, 'region' | 'truth' | 'deferredFence'>;

/** An instance that was primary when a replica of it was promoted, or is just being: its writes would diverge. */
export function isFormerPrimary({ region }: Pick<FaultTools, 'region'>, instance: DatabaseInstance): boolean {
  return region.links.some(
    ({ source, replica }) => source === instance && (!replica.isReplica || replica.promoting),
  );
}

/** Whom an instance of the region admits when it comes back from whatever it was in. */
export function accessOnReturn(tools: FenceTools, instance: DatabaseInstance): ClientAccess {
  return tools.deferredFence && isFormerPrimary(tools, instance) ? 'operator-only' : 'clients';
}

/**
 * Puts every former primary of the region that lives behind its fence: it is ended without a word and started again
 * for its operator alone, so that no session of before does one statement more, not even one that a frozen server has
 * received and not read yet. Called before any way is opened or any process goes on; answers when nothing is left to
 * fence, a replica that was promoted meanwhile included.
 */
export async function fenceFormerPrimaries(tools: FenceTools): Promise<void> {
  const { region, truth } = tools;
  const open = () => region.instances.filter((one) => one.running && isBeyondItsFence(tools, one));
  for (let left = open(); left.length > 0; left = open()) {
    await Promise.all(left.map((one) => one.restart('operator-only')));
    truth.append('fenced', { region: region.name, instances: left.map((one) => one.config.id) });
  }
}

function isBeyondItsFence(tools: FenceTools, instance: DatabaseInstance): boolean {
  return instance.access === 'clients' && accessOnReturn(tools, instance) === 'operator-only';
}
