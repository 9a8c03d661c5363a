import type { GivenReasons } from '../domain/brief/needed-reasons.ts';
import { ownName } from './person.ts';
import { UsageError } from './usage-error.ts';

/** Who starts a real failover and why, as the command line has it. */
export interface RealArguments {
  readonly as?: string;
  readonly reason?: string;
  readonly despite?: string;
  readonly staleEvidence?: string;
  readonly breakGlass?: string;
}

/** The same, checked: what is not given is null, and nobody is without a name. */
export interface RealReasons extends GivenReasons {
  readonly initiator: string;
  readonly reason: string;
  readonly breakGlass: string | null;
}

const MOST_LETTERS = 500;

/** @throws UsageError for a reason that says nothing, and for an initiator without a name. */
export function realReasons(given: RealArguments, environment: NodeJS.ProcessEnv): RealReasons {
  const initiator = given.as === undefined ? ownName(environment).trim() : words('--as', given.as);
  if (initiator === '')
    throw new UsageError(
      'who starts it is not known here; say it with --as NAME: an approver is somebody else',
    );
  return {
    initiator,
    reason: given.reason === undefined ? '' : words('--reason', given.reason),
    despite: given.despite === undefined ? null : words('--despite', given.despite),
    staleEvidence: given.staleEvidence === undefined ? null : words('--stale-evidence', given.staleEvidence),
    breakGlass: given.breakGlass === undefined ? null : words('--break-glass', given.breakGlass),
  };
}

/** It stands in the record, in messages and on a screen: one line that says something. */
function words(option: string, text: string): string {
  const trimmed = text.trim().replaceAll(/\s+/g, ' ');
  if (trimmed !== '' && trimmed.length <= MOST_LETTERS && !/\p{Cc}/u.test(trimmed)) return trimmed;
  throw new UsageError(
    `${option} ${JSON.stringify(text)}: expected one line of 1 to ${MOST_LETTERS} characters`,
  );
}
