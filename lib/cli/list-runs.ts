import { durationWords } from '../domain/judge/duration-words.ts';
import { aligned } from './aligned.ts';
import { EXIT } from './exit-code.ts';
import { type KnownRun, knownRuns } from './known-runs.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';

interface RunsCommand {
  readonly json: boolean;
  readonly terminal: Pick<Terminal, 'out'>;
  readonly state: StateDirectory;
}

/** `muster runs`: what was drilled, and what came of it. */
export async function listRuns({ json, terminal, state }: RunsCommand): Promise<number> {
  const runs = await knownRuns(state);
  if (json) terminal.out.write(`${JSON.stringify(runs.map(asJson), null, 2)}\n`);
  else terminal.out.write(runs.length === 0 ? nothing(state) : `${aligned([HEAD, ...runs.map(rowOf)])}\n`);
  return EXIT.met;
}

const HEAD = ['RUN', 'PLAN', 'DRILL', 'VERDICT', 'RECOVERY TIME', 'RECOVERY POINT'];

function rowOf({ run, judgement }: KnownRun): readonly string[] {
  if (!judgement) return [run, '', '', 'no judgement: it was cut short, or still goes on'];
  const { plan, kind, verdicts, rto, rpo } = judgement;
  return [run, plan, kind, verdicts.overall, most(rto), most(rpo)];
}

function most(measured: { readonly seconds: number } | null): string {
  return measured ? `at most ${durationWords(measured.seconds)}` : 'not measured';
}

function asJson({ run, directory, judgement, report }: KnownRun): object {
  const { plan = null, kind = null, verdicts = null, rto = null, rpo = null } = judgement ?? {};
  return {
    run,
    directory,
    report,
    plan,
    kind,
    verdict: verdicts?.overall ?? null,
    rtoSeconds: rto?.seconds ?? null,
    rpoSeconds: rpo?.seconds ?? null,
  };
}

function nothing(state: StateDirectory): string {
  return `no runs in ${state.runsDirectory}; \`npx muster drill failover\` makes one\n`;
}
