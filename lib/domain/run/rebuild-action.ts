import { isTerminalStatus } from './terminal-status.ts';

/** An instance as its control plane has it. */
export interface SeenInstance {
  readonly status: string;
  readonly source: string | null;
  /** Made by this run, by its mark. */
  readonly isOwn: boolean;
}

/** What there is by the plan's name of the old primary, and by the name that it is to have aside; null for nothing. */
export interface RebuildSeen {
  readonly named: SeenInstance | null;
  readonly aside: SeenInstance | null;
}

export type RebuildAction = 'set-aside' | 'create' | 'remove' | 'wait' | 'done' | 'give-up';

/**
 * What is next on the way from an old primary to a replica in its name. Pure, and asked again after each change, so that
 * whoever goes on with what another began does the remainder and nothing twice.
 */
export function nextRebuildAction({ named, aside }: RebuildSeen): RebuildAction {
  if (named?.source) return ofReplica(named, aside);
  // By both names at once while the control plane is about to rename, by neither in the middle of it.
  if (named && aside) return 'wait';
  if (named) return named.status === 'available' ? 'set-aside' : 'wait';
  return aside ? 'create' : 'wait';
}

/** One that failed while it was made holds nothing that is not elsewhere: it makes room for another one. */
function ofReplica({ status, isOwn }: SeenInstance, aside: SeenInstance | null): RebuildAction {
  if (status === 'available' || status === 'backing-up') return 'done';
  if (!isTerminalStatus(status)) return 'wait';
  return isOwn && aside ? 'remove' : 'give-up';
}
