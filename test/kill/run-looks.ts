import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { makeObjectRecord } from '../../lib/aws/object-record.ts';
import { readWatch } from '../../lib/cli/plan-watch.ts';
import { readLocks, type PlanAccess, unfinishedRuns } from '../../lib/cli/unfinished-runs.ts';
import { OUTCOMES, type OutcomeOf, type StateName } from '../../lib/domain/record/outcomes.ts';
import { FailoverJudgement } from '../../lib/domain/run/failover-judgement.ts';
import { runKeys } from '../../lib/domain/run/run-keys.ts';
import { failoverStates } from './failover-states.ts';
import type { KillBench, StartedRun } from './kill-bench.ts';
import { until } from './real-bench.ts';
import { untilIn } from './run-journal.ts';
import { lostRows, unsupported } from './truth-check.ts';

const ENTERED_WITHIN_MS = 120_000;
const ENDED_WITHIN_MS = 240_000;

/** Waits until a run is in a state; for a task, until its function was called. */
export async function untilEntered(
  { state: { sandbox } }: KillBench,
  { run }: StartedRun,
  name: string,
): Promise<void> {
  const state = failoverStates().find((one) => one.name === name);
  if (!state) throw new Error(`the failover has no state ${name}`);
  const reached = await untilIn(sandbox, { run, state, withinMs: ENTERED_WITHIN_MS });
  if (!reached) throw new Error(`run ${run} never was in ${name}`);
}

/** Waits for a run's end; answers its execution's last status. */
export function ended({ recovery }: PlanAccess, { run, arn }: StartedRun): Promise<string> {
  const look = async () => {
    const status = (await recovery.workflows.status(arn)) ?? 'UNKNOWN';
    return status === 'RUNNING' ? undefined : status;
  };
  return until(look, `run ${run} does not end`, ENDED_WITHIN_MS);
}

export async function judgementOf({ recovery }: PlanAccess, run: string): Promise<FailoverJudgement> {
  const stored = await recovery.objects.get(runKeys.file(run, 'judgement.json'));
  return FailoverJudgement.parse(JSON.parse(stored?.text ?? 'null'));
}

/** What a run has written down, of one state or of all; intents and outcomes. */
export async function entriesOf({ recovery }: PlanAccess, run: string) {
  return makeObjectRecord(recovery.objects).entries(run);
}

/** The last outcome of a state; null when it left none. */
export async function outcomeOf<S extends StateName>(
  sites: PlanAccess,
  run: string,
  state: S,
): Promise<OutcomeOf<S> | null> {
  const found = (await entriesOf(sites, run)).findLast(
    (entry) => entry.kind === 'outcome' && entry.state === state,
  );
  return found ? OUTCOMES[state].parse(found.data) : null;
}

/** When a run entered its states, in that order; a state that was entered twice stands twice. */
export async function statesOf({ recovery }: PlanAccess, { arn }: StartedRun) {
  const history = await recovery.workflows.history(arn);
  return history.flatMap(({ type, state, at }) =>
    type.endsWith('StateEntered') && state !== null ? [{ state, at }] : [],
  );
}

/** No run is half done, no lock is held or unread, no fault is in force. */
export async function nothingIsLeft(bench: KillBench, sites: PlanAccess): Promise<void> {
  await expect(unfinishedRuns(sites)).resolves.toEqual([]);
  await expect(readLocks(sites)).resolves.toEqual({ held: [], unread: null });
  expect((await bench.status()).faults).toEqual([]);
}

/** How often an operation was asked of AWS since the sandbox stands. */
export async function calls({ state: { sandbox } }: KillBench, operation: string): Promise<number> {
  const text = await readFile(join(sandbox, 'requests.ndjson'), 'utf8');
  return text.split(`"operation":"${operation}"`).length - 1;
}

/**
 * The ledger as the judge of a real run: heartbeats were acknowledged, none of them by two primaries; and where the
 * judgement claims more than a client finds and than the sandbox knows of the loss, one line each.
 */
export async function untruths(
  bench: KillBench,
  sites: PlanAccess,
  judgement: FailoverJudgement,
): Promise<readonly string[]> {
  const watch = await readWatch(sites.recovery.objects, sites.plan);
  const ledger = await sites.recovery.objects.get(runKeys.file(judgement.run, 'ledger.ndjson'));
  const { acknowledged = 0, splitBrain = 0 } = judgement.rpo?.heartbeats ?? {};
  const witnesses = {
    stateDir: bench.state.sandbox,
    status: await bench.status(),
    judgement,
    ledger: ledger?.text ?? '',
  };
  const claims = await unsupported(witnesses, (status, run, text) =>
    lostRows(status, watch?.run ?? run, text),
  );
  return [
    ...(acknowledged > 0 ? [] : ['the ledger has no heartbeat that was acknowledged']),
    ...(splitBrain === 0
      ? []
      : [`${splitBrain} heartbeats were acknowledged by the old primary after the new one's first`]),
    ...claims,
  ];
}

/** How long after its start a run entered a state. */
export async function secondsUntil(sites: PlanAccess, run: StartedRun, wanted: string): Promise<number> {
  const states = await statesOf(sites, run);
  const found = states.find(({ state }) => state === wanted);
  if (!found) throw new Error(`run ${run.run} never was in ${wanted}`);
  return (found.at - (states[0]?.at ?? 0)) / 1e6;
}
