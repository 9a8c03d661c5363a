import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parsePlan } from '../../../../lib/domain/plan/parse-plan.ts';
import type { RecoveryPlan } from '../../../../lib/domain/plan/recovery-plan.ts';
import { plannedCalls } from '../../../../lib/domain/run/planned-calls.ts';
import { failoverRunbook } from '../../../../lib/domain/runbook/failover-runbook.ts';

const PLANS = new URL('../../../../drills/plans/', import.meta.url);
const WORKFLOW = new URL('../../../../drills/failover/workflow.asl.json', import.meta.url);

function planIn(file: string): RecoveryPlan {
  const parsed = parsePlan(readFileSync(new URL(file, PLANS)), file);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.plan;
}

const states = Object.keys(
  z.object({ States: z.record(z.string(), z.unknown()) }).parse(JSON.parse(readFileSync(WORKFLOW, 'utf8')))
    .States,
);

describe.each(readdirSync(PLANS))('the calls of a real failover of %s', (file) => {
  const plan = planIn(file);
  const calls = plannedCalls(plan);

  it('are made by states of the workflow, in their order', () => {
    const order = calls.map(({ state }) => states.indexOf(state));
    expect(calls.length).toBeGreaterThan(15);
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('ask nothing of the primary region that they cannot do without', () => {
    const { primary, recovery } = plan.sites;
    const required = calls.filter((call) => call.required);
    expect(new Set(required.map(({ region }) => region))).toEqual(new Set([recovery.region]));
    expect(calls.some(({ region }) => region === primary.region)).toBe(true);
  });

  it('promote every replica, which nothing takes back, and nothing else has no way back', () => {
    const final = calls.filter(({ changes, undo }) => changes !== null && undo === null);
    expect(final.map(({ action, subject }) => [action, subject])).toEqual(
      plan.databases.map(({ replica }) => ['PromoteReadReplica', replica.instance]),
    );
  });

  it('are what the printed runbook does by hand, on the same things', () => {
    const steps = new Map(failoverRunbook(plan, 'a'.repeat(64)).steps.map((step) => [step.id, step]));
    const byHand = calls.filter((call) => call.byHand !== null);
    for (const { byHand: id, subject, service } of byHand) {
      const commands = steps.get(id ?? '')?.commands.join('\n');
      expect(commands, `${id} of the runbook`).toBeDefined();
      // What the lock is called stands in the functions that the first step defines.
      const defined = /take_lock|still_ours/.test(commands ?? '')
        ? steps.get('prepare')?.commands.join('\n')
        : '';
      if (service !== 'health check') expect(`${defined}${commands}`).toContain(subject);
    }
    // Every step that changes something stands for a call.
    expect(new Set(byHand.map((call) => call.byHand))).toEqual(
      new Set([...steps.keys()].filter((id) => !['prepare', 'accept', 'return'].includes(id))),
    );
  });
});

it('asks for approval where the plan wants one, and tries the rungs that it names in the order of the ladder', () => {
  const plan = planIn('orders.yaml');
  const wanting = {
    ...plan,
    approvals: { ...plan.approvals, real: { ...plan.approvals.real, needed: 2 } },
    fence: {
      ...plan.fence,
      rungs: [
        'stop-instance',
        'close-network',
        'stop-application-writers',
        'revoke-login-and-end-sessions',
      ] as const,
      closedSecurityGroup: 'sg-closed',
    },
  } satisfies Partial<Record<keyof RecoveryPlan, unknown>>;
  const calls = plannedCalls({ ...wanting, fence: { ...wanting.fence, rungs: [...wanting.fence.rungs] } });

  expect(calls.find(({ state }) => state === 'RequestApproval')?.changes).toBe(
    "2 of the plan's people are asked",
  );
  expect(
    calls
      .filter(({ state }) => state === 'FenceOldPrimary')
      .map(({ service, action, required }) => [service, action, required]),
  ).toEqual([
    ['S3', 'PutObject', false],
    ['PostgreSQL', 'alter role nologin, pg_terminate_backend', false],
    ['RDS', 'ModifyDBInstance', false],
    ['RDS', 'StopDBInstance', false],
  ]);
  expect(plannedCalls(plan).some(({ state }) => state === 'RequestApproval')).toBe(
    plan.approvals.real.needed > 0,
  );
});
