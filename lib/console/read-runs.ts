import { openOf, requestsOf } from '../consent/pending-requests.ts';
import { NoticeReceipt } from '../domain/notice/notice.ts';
import { ToldJudgement } from '../domain/notice/run-seen.ts';
import { isFinishName } from '../domain/run/finish-name.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Executions } from '../ports/executions.ts';
import type { Objects } from '../ports/objects.ts';
import type { RunFacts, RunLine } from './run-facts.ts';

export interface RunsAccess {
  readonly objects: Objects;
  readonly executions: Executions;
  /** The state machine of each kind of run. */
  readonly machineArns: Readonly<Record<string, string>>;
}

/** More help nobody who is asked something now. */
const MOST_RUNS = 30;

interface Execution {
  readonly run: string;
  readonly kind: string;
  readonly status: string;
}

/** The newest runs of a plan, of every kind. */
export async function readRuns(access: RunsAccess): Promise<readonly RunLine[]> {
  const newest = (await executionsOf(access)).toSorted(byTime).slice(0, MOST_RUNS);
  return Promise.all(newest.map((execution) => lineOf(access, execution)));
}

/** Null when there is no such run. */
export async function readRun(access: RunsAccess, run: string): Promise<RunFacts | null> {
  const execution = (await executionsOf(access)).find((one) => one.run === run);
  if (!execution) return null;
  const keys = await access.objects.list(runKeys.notices(run));
  const [line, requests, receipts] = await Promise.all([
    lineOf(access, execution),
    requestsOf(access.objects, run),
    Promise.all(keys.map((key) => access.objects.get(key))),
  ]);
  const notices = receipts.flatMap((one) => (one ? [NoticeReceipt.parse(JSON.parse(one.text))] : []));
  return { ...line, requests, notices: notices.toSorted((a, b) => a.at.localeCompare(b.at, 'en')) };
}

/** An execution that finishes a run is none of its own. */
async function executionsOf({ executions, machineArns }: RunsAccess): Promise<readonly Execution[]> {
  const found = await Promise.all(
    Object.entries(machineArns).map(async ([kind, arn]) =>
      (await executions.list(arn, 'all')).map(({ name, status }) => ({ run: name, kind, status })),
    ),
  );
  return found.flat().filter(({ run }) => !isFinishName(run));
}

/** The time stands in a run's name; those without one come last. */
function byTime(one: Execution, other: Execution): number {
  return timeIn(other.run).localeCompare(timeIn(one.run), 'en');
}

function timeIn(run: string): string {
  return /\d{8}-\d{6}/.exec(run)?.[0] ?? '';
}

async function lineOf({ objects }: RunsAccess, execution: Execution): Promise<RunLine> {
  const { run } = execution;
  const goesOn = execution.status === 'RUNNING';
  const [stored, requests] = await Promise.all([
    objects.get(runKeys.file(run, 'judgement.json')),
    goesOn ? requestsOf(objects, run) : [],
  ]);
  const judgement = stored ? (ToldJudgement.safeParse(JSON.parse(stored.text)).data ?? null) : null;
  const open = openOf(requests);
  return { ...execution, judgement, pending: open ? [open] : [] };
}
