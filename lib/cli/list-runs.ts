import type { PeopleRequest } from '../domain/approval/people-request.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import { waitingLines } from '../report/waiting-lines.ts';
import { aligned } from './aligned.ts';
import { EXIT } from './exit-code.ts';
import { type KnownRun, knownRuns } from './known-runs.ts';
import type { RunNow } from './run-now.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';

interface RunsCommand {
  readonly json: boolean;
  readonly terminal: Pick<Terminal, 'out'>;
  readonly state: StateDirectory;
  /** What a run without a judgement does at this moment. */
  readonly now: (run: string) => Promise<RunNow | null>;
}

type ListedRun = KnownRun & { readonly now: RunNow | null };

/** `muster runs`: what was drilled, what came of it, and which run waits for somebody, with what to type. */
export async function listRuns({ json, terminal, state, now }: RunsCommand): Promise<number> {
  const known = await knownRuns(state);
  const runs = await Promise.all(
    known.map(
      async (one): Promise<ListedRun> => ({ ...one, now: one.judgement ? null : await now(one.run) }),
    ),
  );
  if (json) terminal.out.write(`${JSON.stringify(runs.map(asJson), null, 2)}\n`);
  else terminal.out.write(runs.length === 0 ? nothing(state) : listOf(runs));
  return EXIT.met;
}

const HEAD = ['RUN', 'PLAN', 'DRILL', 'VERDICT', 'RECOVERY TIME', 'RECOVERY POINT'];

function listOf(runs: readonly ListedRun[]): string {
  const asked = runs.flatMap(({ run, now }) =>
    now?.asks ? [`\n${[`${run} waits for somebody:`, ...waitingLines(now.asks)].join('\n')}\n`] : [],
  );
  return `${aligned([HEAD, ...runs.map(rowOf)])}\n${asked.join('')}`;
}

function rowOf({ run, judgement, now }: ListedRun): readonly string[] {
  if (!judgement) return [run, '', '', withoutJudgement(run, now)];
  const { plan, kind, verdicts, rto, rpo } = judgement;
  return [run, plan, kind, verdicts.overall, most(rto), most(rpo)];
}

function withoutJudgement(run: string, now: RunNow | null): string {
  if (!now) return 'no judgement: it was cut short, or still goes on';
  if (now.status !== 'RUNNING')
    return `no judgement: its execution has ended (${now.status}); \`npx muster clean\` finishes it`;
  return now.asks ? 'waits for somebody: see below' : `goes on; \`npx muster resume ${run}\` follows it`;
}

function most(measured: { readonly seconds: number } | null): string {
  return measured ? `at most ${durationWords(measured.seconds)}` : 'not measured';
}

function asJson({ run, directory, judgement, report, now }: ListedRun): object {
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
    status: now?.status ?? null,
    waitsFor: now?.asks ? waitedFor(now.asks) : null,
  };
}

function waitedFor({ id, kind, about, expiresAt, choices }: PeopleRequest): object {
  return { request: id, kind, about, expiresAt, choices };
}

function nothing(state: StateDirectory): string {
  return `no runs in ${state.runsDirectory}; \`npx muster drill failover\` makes one\n`;
}
