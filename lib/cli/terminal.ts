/** Where a command writes: results on `out`, everything about their making on `err`. */
export interface Terminal {
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream;
  /** True where a person watches: live lines instead of a log. */
  readonly live: boolean;
  readonly colour: boolean;
  /** Width of the terminal that `err` is. */
  readonly columns: number;
  /** Columns for what is printed on `out`; absent where that is a file or a pipe. */
  readonly outColumns?: number;
  /** Told which run goes on when the command is interrupted; null: what it has started ends with it. */
  readonly goesOn?: (run: string | null) => void;
}

/** Colours only on terminals, and never against NO_COLOR (no-color.org). */
export function processTerminal(): Terminal {
  const { NO_COLOR, TERM, CI } = process.env;
  const colourWanted = !NO_COLOR && TERM !== 'dumb';
  return {
    out: process.stdout,
    err: process.stderr,
    // The log of a build machine is read later, even where it is given a terminal.
    live: process.stderr.isTTY && TERM !== 'dumb' && !isSet(CI),
    colour: process.stdout.isTTY && colourWanted,
    columns: process.stderr.columns || 80,
    ...(process.stdout.isTTY && process.stdout.columns ? { outColumns: process.stdout.columns } : {}),
  };
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== '' && variable !== 'false';
}
