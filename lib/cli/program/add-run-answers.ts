import type { Command } from 'commander';
import type { AnswerWord } from '../../domain/approval/people-request.ts';
import { checkStateDirectory } from '../check-state-directory.ts';
import { whoSays } from '../person.ts';
import { words } from '../words.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

interface Given {
  readonly as?: string;
  readonly reason?: string;
  readonly digest?: string;
  readonly acceptDivergence?: boolean;
}

const RUN = 'orders-20261102-0300';

/** What people say to a run that waits for them, or that is to end. */
export function addRunAnswers(program: Command, context: Context): void {
  addApproval(program, context);
  addDenial(program, context);
  addDecisions(program, context);
  addAbort(program, context);
  addResume(program, context);
}

function addApproval(program: Command, { terminal, state, finish }: Context): void {
  saying(program, state, [
    'approve',
    'approve a run that asks for it, which is never for its initiator to do',
  ])
    .option(
      '--digest <sha256>',
      "digest of the plan that you have seen, or its beginning: another one's is refused",
    )
    .option('--accept-divergence', 'to go on although nothing proves that the old primary cannot write')
    .addHelpText(
      'after',
      examples([
        [`npx muster approve ${RUN} --as ops-lead`, 'by a person whom the plan names'],
        [`npx muster approve ${RUN} --accept-divergence`, 'where no fence is proven: two people'],
      ]),
    )
    .action(async (run: string, given: Given) => {
      const { answerRun } = await import('../answer-run.ts');
      finish(await answerRun({ run, word: 'approve', ...said(given), terminal, state }));
    });
}

function addDenial(program: Command, { terminal, state, finish }: Context): void {
  saying(program, state, ['deny', 'refuse a run that asks for approval: nothing is changed'])
    .addHelpText(
      'after',
      examples([[`npx muster deny ${RUN} --reason link-cut`, 'with the reason, for the record']]),
    )
    .action(async (run: string, given: Given) => {
      const { answerRun } = await import('../answer-run.ts');
      finish(await answerRun({ run, word: 'deny', ...said(given), terminal, state }));
    });
}

const DECISIONS = [
  ['retry', 'try a failed step of a real failover again'],
  ['skip', 'leave a failed step out, where the plan declares it non-critical'],
  ['take-over', 'say that a failed step was done by hand: its proof has to pass'],
  ['go-without', 'go on without the databases whose replica cannot be had'],
] as const satisfies readonly (readonly [AnswerWord, string])[];

/** A state that takes the word. */
const EXAMPLE: Readonly<Record<(typeof DECISIONS)[number][0], string>> = {
  retry: 'PromoteReplica',
  skip: 'VerifyServices',
  'take-over': 'SwitchTraffic',
  'go-without': 'PromoteReplica',
};

function addDecisions(program: Command, { terminal, state, finish }: Context): void {
  for (const [word, description] of DECISIONS)
    saying(program, state, [word, description])
      .argument('<step>', 'the state that the run is paused at')
      .addHelpText(
        'after',
        examples([[`npx muster ${word} ${RUN} ${EXAMPLE[word]} --reason WHY`, 'for the record']]),
      )
      .action(async (run: string, step: string, given: Given) => {
        const { answerRun } = await import('../answer-run.ts');
        finish(await answerRun({ run, word, step, ...said(given), terminal, state }));
      });
}

function addAbort(program: Command, { terminal, state, finish }: Context): void {
  saying(program, state, [
    'abort',
    'bring a run to the nearest safe state: back before a promotion, forward to its end after it',
  ])
    .addHelpText('after', examples([[`npx muster abort ${RUN} --reason false-alarm`, 'and wait for it']]))
    .action(async (run: string, given: Given) => {
      const { abortRun } = await import('../abort-run.ts');
      finish(await abortRun({ run, ...said(given), terminal, state }));
    });
}

function addResume(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('resume')
    .argument('<run>', 'name of the run')
    .hook('preAction', () => checkStateDirectory(state))
    .description('go on with a run whose execution has ended before it did, where it stopped')
    .option('--as <name>', 'who says so; otherwise the name of the account')
    .option('--reason <text>', 'why, for the record; needed where a failover is not advised now')
    .option('--confirm <name>', "the plan's name for a real one, from a machine that the plan lets start it")
    .addHelpText('after', examples([[`npx muster resume ${RUN}`, 'nothing is done twice']]))
    .action(async (run: string, { confirm, ...given }: Given & { readonly confirm?: string }) => {
      const { resumeRun } = await import('../resume-run.ts');
      finish(await resumeRun({ run, ...said(given), confirm, person: process.stdin, terminal, state }));
    });
}

/** A command that gives one word of one person to a run. */
function saying(program: Command, state: Context['state'], [word, description]: readonly [string, string]) {
  return program
    .command(word)
    .argument('<run>', 'name of the run')
    .hook('preAction', () => checkStateDirectory(state))
    .description(description)
    .option('--as <name>', 'who says so, as the plan names people; otherwise the name of the account')
    .option('--reason <text>', 'why, for the record');
}

/** The same, checked: what a person says stands in the record for good, and nobody else can correct it. */
function said({ as, reason, ...given }: Given) {
  return {
    ...given,
    by: whoSays(as, process.env),
    reason: reason === undefined ? '' : words('--reason', reason),
  };
}
