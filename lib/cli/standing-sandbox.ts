import { findSandbox, type RunningSandbox } from '../sandbox/supervisor/sandbox-client.ts';
import type { StateDirectory } from './state-directory.ts';
import { UsageError } from './usage-error.ts';

/** The sandbox that a command is about. @throws UsageError, with how to start one, when none stands */
export async function standingSandbox(state: StateDirectory): Promise<RunningSandbox> {
  const sandbox = await findSandbox(state.sandbox);
  if (sandbox) return sandbox;
  throw new UsageError(`no sandbox stands in ${state.sandbox}; start one with \`npx muster sandbox up\``);
}
