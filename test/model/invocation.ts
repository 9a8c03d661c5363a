import type { Instant } from '../../lib/domain/instant.ts';
import type { Call } from './caller.ts';
import type { Happening } from './model-world.ts';

/** A call of a function while it lasts. */
export interface Invocation {
  readonly by: NonNullable<Happening['by']>;
  readonly startedAt: Instant;
  /** After so long its process is ended. */
  readonly limitSeconds: number;
  /** Its process is gone: whatever it was about to call is never called. */
  dead: boolean;
  /** Awaited around each of its calls. */
  readonly atCall: (call: Call, when: 'before' | 'after') => Promise<void>;
}

/** A promise that nothing settles. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
