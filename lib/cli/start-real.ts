import type { FailoverBrief } from '../domain/brief/failover-brief.ts';
import { lossWords } from '../domain/brief/loss-words.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { confirmByName } from './confirm-by-name.ts';
import { confirmSeen } from './confirm-seen.ts';
import type { FailoverOptions } from './failover.ts';
import { lockVerdict } from './held-locks.ts';
import { printRun } from './print-run.ts';
import { Progress } from './progress.ts';
import { realEvent } from './real-event-of.ts';
import type { RealReasons } from './real-reasons.ts';
import { executeReal, type RealRun } from './real-run.ts';
import { inRunDirectory } from './run-directory.ts';
import { UsageError } from './usage-error.ts';

/** What its confirmation is asked for by. */
export const REAL = 'a REAL failover';

export interface Shown {
  readonly brief: FailoverBrief;
  readonly reasons: RealReasons;
  /** Looks once more. */
  readonly look: () => Promise<FailoverBrief>;
  readonly show: (brief: FailoverBrief) => void;
}

/** Asks for the confirmation, and starts what was shown. Answers the verdict's exit code. @throws UsageError when it may not start */
export async function startReal(real: RealRun, shown: Shown, options: FailoverOptions): Promise<number> {
  mustBeStartable(shown.brief);
  const directory = options.out ?? real.state.runDirectory(real.run);
  return inRunDirectory(directory, async () => start(real, shown, { directory, options }));
}

interface Starting {
  readonly directory: string;
  readonly options: FailoverOptions;
}

async function start(real: RealRun, shown: Shown, { directory, options }: Starting): Promise<number> {
  const { terminal, json } = options;
  const { brief, given } = await confirmed(real, shown, options);
  const progress = new Progress(terminal);
  progress.phase(`starting ${real.run}`);
  const event = realEvent(shown.reasons, {
    ...given,
    gates: brief.gates,
    advice: brief.advice,
    shown: [...lossWords(brief)],
    adopted: [...(options.adopted ?? [])],
  });
  const { locks } = await executeReal({ ...real, event, directory, progress, terminal }).finally(() =>
    progress.end(),
  );
  terminal.goesOn?.(null);
  const code = await printRun(directory, { terminal, json, state: real.state });
  return lockVerdict(terminal, locks, code);
}

function confirmed(
  { loaded: { plan } }: RealRun,
  { brief, look, show }: Shown,
  { confirm, input, terminal }: FailoverOptions,
) {
  return confirmSeen({
    brief,
    mustBeStartable,
    confirm: () => confirmByName({ what: REAL, plan, confirm, input, output: terminal.err }),
    look,
    show,
    say: (words) => terminal.err.write(`\n${words}\n`),
    now: () => makeSystemClock().now(),
  });
}

function mustBeStartable({ conflict, needs }: FailoverBrief): void {
  if (conflict.known && conflict.value?.effect === 'refuses') {
    const { run, status } = conflict.value;
    if (status === null)
      throw new UsageError(
        `nothing was started: a person holds the lock as ${run}; give it back first, as the runbook's last step says`,
      );
    throw new UsageError(
      `nothing was started: ${run} is a real failover that holds the lock; if its execution has ended, \`npx muster resume ${run}\` goes on with it`,
    );
  }
  if (needs.length === 0) return;
  const options = needs.map(({ option, why }) => `  ${option} 'WHY'   ${why}`);
  throw new UsageError(`nothing was started: it takes a reason, for the record\n${options.join('\n')}`);
}
