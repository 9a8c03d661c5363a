import type { Loss } from '../network/region-gateway.ts';
import type { Reachability } from './database-world.ts';

export type RegionState =
  | { readonly state: 'up' }
  | { readonly state: 'lost' | 'returning'; readonly loss: Loss };

/** Which regions stand: one object that the endpoint, the gateways and the faults share. */
export interface RegionStates {
  names(): readonly string[];
  stateOf(region: string): RegionState;
  set(region: string, state: RegionState): void;
  reachability(region: string, service: string): Reachability;
}

export function makeRegionStates(regions: readonly string[]): RegionStates {
  const states = new Map<string, RegionState>(regions.map((name) => [name, { state: 'up' }]));
  const stateOf = (region: string): RegionState => states.get(region) ?? { state: 'up' };
  return {
    names: () => regions,
    stateOf,
    set: (region, state) => void states.set(region, state),
    // The injector is outside of what it takes away: FIS answers, or nobody could ask it to stop.
    reachability(region, service) {
      const now = stateOf(region);
      return now.state === 'up' || service === 'fis' ? 'up' : now.loss;
    },
  };
}
