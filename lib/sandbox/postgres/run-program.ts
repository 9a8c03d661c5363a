import type { ServerRoom } from './server.ts';

export interface Program {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
}

/** Runs a program as the server's user to its end. @throws Error with what it said when it fails. */
export async function runProgram(room: ServerRoom, program: Program): Promise<void> {
  const { environment: env, directory: cwd, user } = room.home;
  const child = room.children.start({
    ...program,
    options: { env, cwd, ...user, stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  });
  let said = '';
  child.process.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const { code, signal } = await child.exited;
  if (code !== 0) throw new Error(`${program.name} ended with ${code ?? signal}: ${said.trim()}`);
}
