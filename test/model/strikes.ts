import { ThrottledUnknown } from '../../lib/domain/failure.ts';
import { StateFailure } from '../../lib/sandbox/states/asl/state-failure.ts';
import { type Invocation, never } from './invocation.ts';
import type { ModelClock } from './model-clock.ts';
import type { StrikeFault } from './strike.ts';

/** A request that is on its way when its function ends has its effect so much later at most. */
const ON_ITS_WAY_MS = 4_000;

/** A function's process ended, in the words of Lambda. */
export class FunctionEnded extends Error {
  override readonly name: string;

  constructor(errorType: string) {
    super(`the function ended: ${errorType}`);
    this.name = errorType;
  }
}

class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
}

/** What is struck. */
export interface Struck {
  readonly clock: ModelClock;
  readonly invocation: Invocation;
  /** Delivers the same event once more. */
  readonly again: () => Promise<unknown>;
  /** Tells the engine that the process is gone. */
  readonly end: (error: FunctionEnded) => void;
}

/** Strikes at a call, before its effect or after it. @throws what the step is to see */
export async function strikeCall(
  fault: StrikeFault,
  struck: Struck,
  at: { readonly what: string; readonly when: 'before' | 'after' },
): Promise<void> {
  const { clock } = struck;
  switch (fault) {
    case 'crash':
      return crash(struck);
    case 'time-out':
      return never();
    case 'throttle':
      throw new ThrottledUnknown({ subject: at.what, seen: 'Rate exceeded', limit: 'an answer' });
    case 'access denied':
      throw new AccessDenied(`not authorized to perform ${at.what}`);
    case 'delivered twice':
      return void (await struck.again().catch(() => undefined));
    case 'late answer':
      await untilNearlyOver(struck);
      if (at.when === 'before') await clock.sleep(ON_ITS_WAY_MS);
  }
}

/** Strikes a function at its very beginning, or when its step has answered. @throws what the engine is to see */
export async function strikeFunction(
  fault: StrikeFault,
  struck: Struck,
  when: 'start' | 'end',
): Promise<void> {
  switch (fault) {
    case 'crash':
      return crash(struck);
    case 'time-out':
      return never();
    case 'throttle':
      throw refused('TooManyRequestsException', 'Rate exceeded');
    case 'access denied':
      throw refused('AccessDeniedException', 'not authorized to invoke');
    case 'delivered twice': {
      const second = struck.again().catch(() => undefined);
      return when === 'start' ? undefined : void (await second);
    }
    case 'late answer':
      return untilNearlyOver(struck);
  }
}

function crash({ invocation, end }: Struck): Promise<never> {
  invocation.dead = true;
  end(new FunctionEnded('Runtime.ExitError'));
  return never();
}

function refused(code: string, words: string): StateFailure {
  return new StateFailure(`Lambda.${code}`, words, { explained: true });
}

/** A process that stands still until a second before its time is over. */
async function untilNearlyOver({ clock, invocation: { startedAt, limitSeconds } }: Struck): Promise<void> {
  const until = startedAt + (limitSeconds - 1) * 1e6;
  if (until > clock.now()) await clock.sleep((until - clock.now()) / 1000);
}
