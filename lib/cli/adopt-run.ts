import type { Adopted } from '../domain/run/adopted.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { type AdoptedArguments, adoptedSteps } from './adopted-steps.ts';
import { failover, type FailoverOptions } from './failover.ts';
import { UsageError } from './usage-error.ts';

export interface AdoptOptions
  extends AdoptedArguments,
    Pick<
      FailoverOptions,
      | 'planFile'
      | 'despite'
      | 'staleEvidence'
      | 'pastLever'
      | 'breakGlass'
      | 'confirm'
      | 'out'
      | 'json'
      | 'terminal'
      | 'state'
      | 'input'
    > {
  readonly as: string;
  readonly reason: string;
}

/**
 * `muster runs adopt`: a real run over what people have done with the printed runbook. Their steps only run their proofs,
 * the rest is done as ever; it is confirmed as every real run is. Answers the verdict's exit code.
 */
export async function adoptRun({ step, from, ...options }: AdoptOptions): Promise<number> {
  const { as: by, reason, terminal } = options;
  if (reason.trim() === '') throw new UsageError('--reason: say why it was done by hand, for the record');
  const now = makeSystemClock().now();
  const adopted = await adoptedSteps(
    { ...(step && { step }), ...(from !== undefined && { from }) },
    { by, reason, now },
  );
  terminal.err.write(`${adopted.map(lineOf).join('\n')}\n`);
  return failover(realOptions(options, adopted));
}

/**
 * The real failover that it is. Why a step was done by hand is no reason for anything else: what speaks against a failover
 * is asked for by its own option, so that the record says what was meant.
 */
export function realOptions(
  options: Omit<AdoptOptions, 'step' | 'from'>,
  adopted: readonly Adopted[],
): FailoverOptions {
  return { ...options, real: true, look: false, calls: false, printInput: false, adopted };
}

function lineOf({ state, at, by }: Adopted): string {
  return `${state}: done by ${by} ${at === null ? 'at a time that is not known' : `at ${at}`}; only its proof runs`;
}
