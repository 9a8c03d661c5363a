import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What a program of the machine says of itself, or that it is not there. */
export async function installedVersion(program: string, question: string): Promise<string> {
  try {
    const { stdout } = await execute(program, [question]);
    return stdout.trim().split('\n')[0] ?? '';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'not installed';
    throw error;
  }
}
