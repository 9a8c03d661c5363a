import type { Loss } from '../network/region-gateway.ts';
import type { Reachability } from './database-world.ts';

export type RegionState =
  | { readonly state: 'up' }
  | { readonly state: 'lost' | 'returning'; readonly loss: Loss };

/** Whom a region that lives is cut off from: every other one, or those that databases stand in. */
export type CutFrom = 'regions' | 'databases';

/** From whom a call comes: the region that a function runs in, or undefined for whoever stands outside of all. */
export type Caller = string | undefined;

/** Which regions stand, and can be reached: one object that the endpoint, the gateways and the faults share. */
export interface RegionStates {
  names(): readonly string[];
  /** Whether no database stands there: it can only look at the others. */
  isWitness(region: string): boolean;
  stateOf(region: string): RegionState;
  set(region: string, state: RegionState): void;
  /** Cuts a region that lives off from whoever asks its APIs, for a reason; several may. */
  cutOff(region: string, reason: string, from?: CutFrom): void;
  rejoin(region: string, reason: string): void;
  /** How a caller meets a region's API. Who stands outside of all regions meets it as the handlers of a drill do. */
  reachability(region: string, service: string, from?: Caller): Reachability;
}

/** `withDatabases`: the regions that databases stand in. */
export function makeRegionStates(
  regions: readonly string[],
  withDatabases: ReadonlySet<string> = new Set(regions),
): RegionStates {
  const states = new Map<string, RegionState>(regions.map((name) => [name, { state: 'up' }]));
  const cuts = new Map<string, Map<string, CutFrom>>(regions.map((name) => [name, new Map()]));
  const stateOf = (region: string): RegionState => states.get(region) ?? { state: 'up' };
  const isWitness = (region: string) => !withDatabases.has(region);
  const isCut = (region: string, from: Caller) =>
    [...(cuts.get(region)?.values() ?? [])].some(
      (whom) => whom === 'regions' || from === undefined || !isWitness(from),
    );
  return {
    names: () => regions,
    isWitness,
    stateOf,
    set: (region, state) => void states.set(region, state),
    cutOff: (region, reason, from = 'regions') => void cuts.get(region)?.set(reason, from),
    rejoin: (region, reason) => void cuts.get(region)?.delete(reason),
    // The injector is outside of what it takes away: FIS answers, or nobody could ask it to stop.
    reachability(region, service, from) {
      if (service === 'fis') return 'up';
      // A link has two ends: who is cut off reaches no other region either, and still reaches its own.
      if (from !== region && (isCut(region, from) || (from !== undefined && isCut(from, region))))
        return 'silent';
      const now = stateOf(region);
      return now.state === 'up' ? 'up' : now.loss;
    },
  };
}
