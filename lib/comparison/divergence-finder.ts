import type { DivergedRows } from '../ports/diverged-rows.ts';
import type { DivergenceFinder } from '../ports/divergence-finder.ts';
import { type DivergencePorts, findDivergence } from './find-divergence.ts';

export interface DivergenceFinderPorts extends DivergencePorts {
  readonly written: DivergedRows;
}

/** Looks on both servers. */
export function makeDivergenceFinder(ports: DivergenceFinderPorts): DivergenceFinder {
  const { written } = ports;
  return {
    all: (servers) => findDivergence(ports, servers),
    writtenSince: async ({ old, promoted }, transaction) => {
      const { next, tables } = await written.writtenSince(old, transaction);
      // What was written late may have been replicated all the same, as long as the replica was not promoted.
      for (const table of tables)
        if ((await written.missingFrom(promoted, table)).length > 0) return { next, any: true };
      return { next, any: false };
    },
  };
}
