import type { PeopleRequest } from '../domain/approval/people-request.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import { waitingLines } from '../report/waiting-lines.ts';
import type { RunLine } from '../console/run-facts.ts';
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
  /** Runs of what stands, some of which this state directory has nothing of. */
  readonly elsewhere: () => Promise<readonly RunLine[]>;
}

type ListedRun = KnownRun & { readonly now: RunNow | null };

/** `muster runs`: what was drilled, what came of it, and which run waits for somebody, with what to type. */
export async function listRuns({ json, terminal, state, now, elsewhere }: RunsCommand): Promise<number> {
  const [known, standing] = await Promise.all([knownRuns(state), elsewhere()]);
  const runs = await Promise.all(
    known.map(
      async (one): Promise<ListedRun> => ({ ...one, now: one.judgement ? null : await now(one.run) }),
    ),
  );
  const names = new Set(known.map(({ run }) => run));
  const others = standing.filter(({ run }) => !names.has(run));
  const all = { runs, others };
  if (json)
    terminal.out.write(`${JSON.stringify([...others.map(otherAsJson), ...runs.map(asJson)], null, 2)}\n`);
  else terminal.out.write(runs.length + others.length === 0 ? nothing(state) : listOf(all));
  return EXIT.met;
}

interface AllRuns {
  readonly runs: readonly ListedRun[];
  readonly others: readonly RunLine[];
}

const HEAD = ['RUN', 'PLAN', 'DRILL', 'VERDICT', 'RECOVERY TIME', 'RECOVERY POINT'];

function listOf({ runs, others }: AllRuns): string {
  const asking = [
    ...others.flatMap(({ pending }) => pending.map(({ request }) => request)),
    ...runs.flatMap(({ now }) => now?.asks ?? []),
  ];
  const asked = asking.map(
    (request) => `\n${[`${request.run} waits for somebody:`, ...waitingLines(request)].join('\n')}\n`,
  );
  return `${aligned([HEAD, ...others.map(rowOfOther), ...runs.map(rowOf)])}\n${asked.join('')}`;
}

/** Started from the console, at another machine, or with a directory of its own: its files lie elsewhere. */
function rowOfOther({ run, kind, status, judgement, pending }: RunLine): readonly string[] {
  if (judgement) {
    const { verdicts, rto, rpo } = judgement;
    return [run, '', kind, `${verdicts.overall}, not kept here`, most(rto), most(rpo)];
  }
  if (pending.length > 0) return [run, '', kind, 'waits for somebody: see below; not kept here'];
  const goesOn = status === 'RUNNING' ? `goes on; \`npx muster resume ${run}\` follows it` : status;
  return [run, '', kind, `${goesOn}; not kept here`];
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

function otherAsJson({ run, kind, status, judgement, pending }: RunLine): object {
  const [open] = pending;
  return {
    run,
    directory: null,
    report: null,
    plan: null,
    kind,
    verdict: judgement?.verdicts.overall ?? null,
    rtoSeconds: judgement?.rto?.seconds ?? null,
    rpoSeconds: judgement?.rpo?.seconds ?? null,
    status,
    waitsFor: open ? waitedFor(open.request) : null,
  };
}

function waitedFor({ id, kind, about, expiresAt, choices }: PeopleRequest): object {
  return { request: id, kind, about, expiresAt, choices };
}

function nothing(state: StateDirectory): string {
  return `no runs in ${state.runsDirectory}; \`npx muster drill failover\` makes one\n`;
}
