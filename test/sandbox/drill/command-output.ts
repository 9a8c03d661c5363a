import type { ChildProcess } from 'node:child_process';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command prints, while it runs and when it has ended. Its standard output and error have to be pipes. */
export function outputOf(child: ChildProcess) {
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  const { promise: ended, resolve, reject } = Promise.withResolvers<CommandResult>();
  child.once('error', reject);
  child.once('close', (code) => resolve({ code, ...texts }));
  return { ended, stdout: () => texts.stdout, stderr: () => texts.stderr };
}
