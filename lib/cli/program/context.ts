import type { StateDirectory } from '../state-directory.ts';
import type { Terminal } from '../terminal.ts';

/** What every command is given. Commands are loaded when they are called: most need the AWS SDK, `--help` does not. */
export interface Context {
  readonly terminal: Terminal;
  readonly state: StateDirectory;
  /** Takes the exit code of the command that ran. */
  readonly finish: (code: number) => void;
}
