import type { StdioOptions } from 'node:child_process';
import type { RegisteredChild } from '../process/child-registry.ts';
import type { ServerRoom } from './server.ts';

export interface Program {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
}

/** A program under way as the server's user. */
export interface RunningProgram {
  readonly child: RegisteredChild;
  /** Settles at its end. @throws Error with what it said when it fails. */
  readonly done: Promise<void>;
}

/** Runs a program as the server's user to its end. @throws Error with what it said when it fails. */
export function runProgram(room: ServerRoom, program: Program): Promise<void> {
  return startProgram(room, program).done;
}

/** Starts a program as the server's user. Its errors are read here; what it reads and writes may be piped. */
export function startProgram(
  room: ServerRoom,
  program: Program,
  [input, output]: readonly ['ignore' | 'pipe', 'ignore' | 'pipe'] = ['ignore', 'ignore'],
): RunningProgram {
  const { environment: env, directory: cwd, user } = room.home;
  const stdio: StdioOptions = [input, output, 'pipe'];
  const child = room.children.start({ ...program, options: { env, cwd, ...user, stdio, detached: true } });
  return { child, done: endOf(program, child) };
}

async function endOf({ name }: Program, child: RegisteredChild): Promise<void> {
  let said = '';
  child.process.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const { code, signal } = await child.exited;
  if (code !== 0) throw new Error(`${name} ended with ${code ?? signal}: ${said.trim()}`);
}
