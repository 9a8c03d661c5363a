import { join, resolve } from 'node:path';

/** Where sandboxes and runs are kept; `.muster` below the current directory unless MUSTER_STATE_DIR names another. */
export interface StateDirectory {
  readonly root: string;
  readonly sandbox: string;
  /** What can be made again, kept to save time. */
  readonly cache: string;
  readonly runsDirectory: string;
  /** When each plan's schedule was looked at last. */
  readonly due: string;
  /** Series and events of plans, by the keys that they have in the recovery site's bucket. */
  readonly kept: string;
  /** Private keys that evidence of the sandbox is signed with: they outlive it, so that they can be trusted beforehand. */
  readonly keys: string;
  runDirectory(run: string): string;
}

export function stateDirectory(environment: NodeJS.ProcessEnv): StateDirectory {
  const root = resolve(environment['MUSTER_STATE_DIR'] || '.muster');
  const runsDirectory = join(root, 'runs');
  return {
    root,
    sandbox: join(root, 'sandbox'),
    cache: join(root, 'cache'),
    runsDirectory,
    due: join(root, 'due'),
    kept: join(root, 'kept'),
    keys: join(root, 'keys'),
    runDirectory: (run) => join(runsDirectory, run),
  };
}
