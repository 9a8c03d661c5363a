import type { Terminal } from './terminal.ts';

type Outputs = Pick<Terminal, 'out' | 'err'>;

/**
 * Rejects when what a command says can be written no more: to a disk that is full, or to a reader that has gone, as
 * `head` does. Without it the process would end with a stack trace, and some failures would go unseen.
 */
export function outputFailure({ out, err }: Outputs): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  for (const [name, stream] of [['stdout', out] as const, ['stderr', err] as const])
    stream.on('error', (error: Error) => reject(failure(name, error)));
  return promise;
}

/** @throws an error when what was written did not arrive. A reader that has read enough and gone is no failure. */
export async function flushed({ out }: Pick<Outputs, 'out'>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<Error | null>();
  out.write('', (error) => resolve(error ?? null));
  const error = await promise;
  if (error && !hasGone(error)) throw failure('stdout', error);
}

function failure(name: string, error: Error): Error {
  const seen = hasGone(error) ? 'its reader has gone' : error.message;
  return new Error(`${name} cannot be written to (${seen}), so the command ended; send it elsewhere`, {
    cause: error,
  });
}

function hasGone(error: Error): boolean {
  return 'code' in error && error.code === 'EPIPE';
}
