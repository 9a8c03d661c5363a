import { UsageError } from './usage-error.ts';

/** `main` ends the command at a signal. */
export function untilInterrupted(): Promise<never> {
  return new Promise(() => undefined);
}

/** The same error, or what to do where somebody else listens there. */
export function portTaken(error: unknown, port: number): unknown {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return isTaken ? new UsageError(`port ${port} is taken; name another one with --port`) : error;
}
