import type { Loss } from '../network/region-gateway.ts';
import type { Reachability } from './database-world.ts';

export type RegionState =
  | { readonly state: 'up' }
  | { readonly state: 'lost' | 'returning'; readonly loss: Loss };

/** Which regions stand, and can be reached: one object that the endpoint, the gateways and the faults share. */
export interface RegionStates {
  names(): readonly string[];
  stateOf(region: string): RegionState;
  set(region: string, state: RegionState): void;
  /** Cuts a region that lives off from whoever asks its APIs, for a reason; several may. */
  cutOff(region: string, reason: string): void;
  rejoin(region: string, reason: string): void;
  reachability(region: string, service: string): Reachability;
}

export function makeRegionStates(regions: readonly string[]): RegionStates {
  const states = new Map<string, RegionState>(regions.map((name) => [name, { state: 'up' }]));
  const cuts = new Map<string, Set<string>>(regions.map((name) => [name, new Set()]));
  const stateOf = (region: string): RegionState => states.get(region) ?? { state: 'up' };
  return {
    names: () => regions,
    stateOf,
    set: (region, state) => void states.set(region, state),
    cutOff: (region, reason) => void cuts.get(region)?.add(reason),
    rejoin: (region, reason) => void cuts.get(region)?.delete(reason),
    // The injector is outside of what it takes away: FIS answers, or nobody could ask it to stop.
    reachability(region, service) {
      if (service === 'fis') return 'up';
      if ((cuts.get(region)?.size ?? 0) > 0) return 'silent';
      const now = stateOf(region);
      return now.state === 'up' ? 'up' : now.loss;
    },
  };
}
