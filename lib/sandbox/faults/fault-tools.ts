import type { ApiConditions } from './api-conditions.ts';
import type { InstantText } from './instant-text.ts';
import type { Region } from './region.ts';
import type { RegionStates } from './region-states.ts';
import type { TruthLog } from './truth-log.ts';

/** What a fault on a region needs. */
export interface FaultTools {
  readonly region: Region;
  readonly states: RegionStates;
  readonly truth: TruthLog;
  readonly now: InstantText;
  readonly api: ApiConditions;
  readonly endRegionProcesses: (region: string) => Promise<number>;
  /** Whether a former primary comes back for its operator alone. */
  readonly deferredFence: boolean;
}
