import type { Command } from 'commander';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

const CODES = `
Exit codes: 0 verified, 10 a file's bytes changed, 11 signature wrong,
12 wrong predicate type, 13 file missing, 14 file extra, 15 not in the log,
16 log forked, 17 old checkpoint replayed, 18 numbers do not follow from the raw
samples, 19 a file is not in its one form, 20 no trusted key,
21 contradicted by a record that Muster does not write, 22 the log has more
than is shown: another start or end, or runs that are not there, 23 the numbers
are others by the rules of this version than by those that the run names. Of
several, the first. 64 wrong usage, 70 the tool itself failed.`;

const EXAMPLES = [
  ['npx muster verify ./run --trust auditor/key.pem', 'all that a directory can show'],
  [
    'npx muster verify ./2026 --trust key.pem --log log.ndjson',
    'a folder of runs, a line each, and which runs of the log are missing',
  ],
  [
    'npx muster verify ./2026 --trust keys.pem --log west.ndjson --log east.ndjson',
    'the same of runs in two regions, each against the log that holds it',
  ],
  [
    'npx muster verify ./run --trust key.pem --since checkpoint --log log.ndjson',
    'and that the log was only ever appended to since that checkpoint',
  ],
  [
    'npx muster verify ./run --trust key.pem --trail eu-west-1.json',
    'and that its calls are in the trail that you have asked for',
  ],
  [
    'npx muster verify ./run --trust key.pem --history execution.json',
    'and that the engine went through the states that the record has',
  ],
  [
    'npx muster verify ./run --trust key.pem --witness keys.txt --cosigned note',
    'and that a witness has seen the log with this run',
  ],
  [
    'npx muster verify ./run --trust key.pem --tsa tsa.pem',
    'and when an authority of your own has seen its signature',
  ],
] as const;

interface VerifyArguments {
  readonly trust?: string;
  readonly since?: readonly string[];
  readonly log?: readonly string[];
  readonly trail?: readonly string[];
  readonly history?: readonly string[];
  readonly witness?: string;
  readonly cosigned?: readonly string[];
  readonly tsa?: string;
  readonly json: boolean;
}

/** Not variadic: the run may stand behind it. */
function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function addVerify(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('verify')
    .argument('<run>', "a run's directory or a file in it, a folder of runs, or a run here")
    .description("check a run's evidence offline, and compute its numbers again")
    .option('--trust <file>', 'public keys (PEM) that you have from somewhere else')
    .option('--since <file>', 'a checkpoint of the log that you kept', collected)
    .option('--log <file>', "the log's leaves; once for each region's log", collected)
    .option('--trail <file...>', 'what CloudTrail told you (docs/auditor.md)')
    .option('--history <file...>', 'what Step Functions told you of a run')
    .option('--witness <file>', 'keys of witnesses that you trust, one a line')
    .option('--cosigned <file>', 'a checkpoint of the log that they have signed', collected)
    .option('--tsa <file>', 'certificates (PEM) of time-stamp authorities you trust')
    .option('--json', 'print one object', false)
    .addHelpText('after', CODES)
    .addHelpText('after', examples(EXAMPLES))
    .action(async (run: string, options: VerifyArguments) => {
      const { verify } = await import('../verify.ts');
      finish(await verify({ run, ...options, state, stdout: terminal.out }));
    });
}
