import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fact, known, unknown } from '../domain/brief/fact.ts';
import { type FormerFailover, formerFailover } from '../domain/brief/former-failover.ts';
import { readRun } from '../domain/judge/run-facts.ts';
import { parsePlan } from '../domain/plan/parse-plan.ts';
import { formatProblem } from '../domain/plan/plan-problem.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { FailoverJudgement } from '../domain/run/failover-judgement.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Executions } from '../ports/executions.ts';
import type { Objects } from '../ports/objects.ts';
import type { StateDirectory } from './state-directory.ts';
import { planSha256 } from './load-plan.ts';
import { knownRuns } from './known-runs.ts';

/** Judgements are small: so many are looked through for one that passed. */
const MOST_JUDGEMENTS = 40;
/** Of so many the record is read as well, beside the newest that passed. */
const MOST_RECORDS = 5;

/** Reads a file of a run; empty where there is none. */
type ReadFile = (name: 'judgement.json' | 'record.ndjson' | 'plan.yaml') => Promise<string>;

/** Former failovers of a plan that this machine has kept; newest first. */
export async function failoversHere(state: StateDirectory, plan: string): Promise<readonly FormerFailover[]> {
  const runs = (await knownRuns(state)).filter(
    ({ judgement }) => judgement?.plan === plan && judgement.kind === 'failover',
  );
  return newestOf(
    runs.map(
      ({ directory }): ReadFile =>
        (name) =>
          readFile(join(directory, name), 'utf8').catch(() => ''),
    ),
    plan,
  );
}

/** Those whose files are in the recovery site's bucket, whoever started them. */
export async function failoversIn(
  { objects, executions }: { readonly objects: Objects; readonly executions: Executions },
  machineArn: string,
  plan: string,
): Promise<readonly FormerFailover[]> {
  const runs = (await executions.list(machineArn, 'all')).filter(({ status }) => status !== 'RUNNING');
  return newestOf(
    runs.map(
      ({ name: run }): ReadFile =>
        async (name) => {
          const key = name === 'plan.yaml' ? runKeys.plan(run) : runKeys.file(run, name);
          return (await objects.get(key))?.text ?? '';
        },
    ),
    plan,
  );
}

/** One list of both, newest first, each run once. */
export function mergedFailovers(...lists: readonly (readonly FormerFailover[])[]): readonly FormerFailover[] {
  const byRun = new Map(lists.flat().map((one) => [one.run, one]));
  return [...byRun.values()].toSorted((a, b) => b.at.localeCompare(a.at, 'en'));
}

async function newestOf(runs: readonly ReadFile[], plan: string): Promise<readonly FormerFailover[]> {
  const judged = await Promise.all(
    runs.slice(0, MOST_JUDGEMENTS).map(async (read) => ({ read, judgement: await judgementIn(read) })),
  );
  const own = judged.flatMap(({ read, judgement }) => (judgement?.plan === plan ? { read, judgement } : []));
  const passed = own.find(({ judgement }) => judgement.verdicts.overall === 'met');
  const wanted = own.filter((one, index) => index < MOST_RECORDS || one === passed);
  return mergedFailovers((await Promise.all(wanted.map(formerIn))).flatMap((one) => one ?? []));
}

/** Null for a run of another kind, and for one that was not judged. */
async function judgementIn(read: ReadFile): Promise<FailoverJudgement | null> {
  try {
    return FailoverJudgement.safeParse(JSON.parse(await read('judgement.json'))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function formerIn({ read, judgement }: { read: ReadFile; judgement: FailoverJudgement }) {
  const [record, text] = await Promise.all([read('record.ndjson'), read('plan.yaml')]);
  const facts = readRun({ directory: '', texts: { 'record.ndjson': record } });
  return formerFailover({ judgement, facts, plan: planIn(text), planSha256: planSha256({ text }) });
}

function planIn(text: string): Fact<RecoveryPlan> {
  if (text === '') return unknown('it was not kept');
  const parsed = parsePlan(Buffer.from(text), 'plan.yaml');
  if (parsed.ok) return known(parsed.plan);
  const [first] = parsed.problems;
  return unknown(`this version cannot read it${first ? ` (${formatProblem(first)})` : ''}`);
}
