import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { shellWord } from '../../../lib/domain/shell-word.ts';
import { commandLine } from './muster-command.ts';
import { outputOf } from './command-output.ts';

const POLL_MS = 50;
const SHOWN_WITHIN_MS = 120_000;

/** A command of muster with a person at its terminal. */
export interface OnTerminal {
  /** Everything that has been shown, without colours and movements of the cursor. */
  readonly shown: () => string;
  /** Waits until that is shown; answers after how many seconds it was. @throws Error when the command shows it not in time */
  readonly shows: (words: string) => Promise<number>;
  /** Types a line, as a person who has read what is shown. */
  readonly types: (line: string) => void;
  /** Its exit code, at its end. */
  readonly ended: Promise<number | null>;
}

/** Starts the command line on a pseudo terminal: `script` (util-linux) makes one, and passes the exit code on. */
export function onTerminal(args: readonly string[], stateDir: string): OnTerminal {
  const { program, words, environment, cwd } = commandLine(args, stateDir);
  const command = `stty cols 100 rows 60; exec ${[program, ...words].map((word) => shellWord(word)).join(' ')}`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd,
    env: { ...environment, SHELL: '/bin/sh', TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const begun = performance.now();
  const output = outputOf(child);
  const shown = () => stripVTControlCharacters(output.stdout());
  return {
    shown,
    shows: async (text) => {
      while (!shown().includes(text)) {
        if (child.exitCode !== null || performance.now() - begun > SHOWN_WITHIN_MS)
          throw new Error(`${text}: not shown, but ${shown()}`);
        await sleep(POLL_MS);
      }
      return (performance.now() - begun) / 1000;
    },
    types: (line) => child.stdin.write(`${line}\r`),
    ended: output.ended.then(({ code }) => code),
  };
}
