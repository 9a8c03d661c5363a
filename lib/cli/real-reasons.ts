import type { GivenReasons } from '../domain/brief/needed-reasons.ts';
import { whoSays } from './person.ts';
import { words } from './words.ts';

/** Who starts a real failover and why, as the command line has it. */
export interface RealArguments {
  readonly as?: string;
  readonly reason?: string;
  readonly despite?: string;
  readonly staleEvidence?: string;
  readonly pastLever?: string;
  readonly breakGlass?: string;
}

/** The same, checked: what is not given is null, and nobody is without a name. */
export interface RealReasons extends GivenReasons {
  readonly initiator: string;
  readonly breakGlass: string | null;
}

/** @throws UsageError for a reason that says nothing, and for an initiator without a name. */
export function realReasons(given: RealArguments, environment: NodeJS.ProcessEnv): RealReasons {
  return {
    initiator: whoSays(given.as, environment),
    reason: given.reason === undefined ? '' : words('--reason', given.reason),
    despite: given.despite === undefined ? null : words('--despite', given.despite),
    staleEvidence: given.staleEvidence === undefined ? null : words('--stale-evidence', given.staleEvidence),
    pastLever: given.pastLever === undefined ? null : words('--past-lever', given.pastLever),
    breakGlass: given.breakGlass === undefined ? null : words('--break-glass', given.breakGlass),
  };
}
