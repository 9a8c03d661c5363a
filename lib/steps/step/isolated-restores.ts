import { assertIsolated } from '../../domain/restore/isolation.ts';
import type { RunCommon } from '../../domain/run/run-parts.ts';
import type { Restores } from '../../ports/restores.ts';

/** Restores of a run that can change nothing but what the run itself restores: each call that changes is asserted first. */
export function isolatedRestores(restores: Restores, run: Pick<RunCommon, 'run' | 'databases'>): Restores {
  return {
    restoreSnapshot: async (snapshot, order) => {
      assertIsolated(run, order);
      return restores.restoreSnapshot(snapshot, order);
    },
    restoreToPointInTime: async (from, order) => {
      assertIsolated(run, order);
      return restores.restoreToPointInTime(from, order);
    },
    remove: async (ref) => {
      assertIsolated(run, ref);
      return restores.remove(ref);
    },
    restorable: (source) => restores.restorable(source),
    find: (ref) => restores.find(ref),
  };
}
