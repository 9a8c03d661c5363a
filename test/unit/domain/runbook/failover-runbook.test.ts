import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { parsePlan } from '../../../../lib/domain/plan/parse-plan.ts';
import type { RecoveryPlan } from '../../../../lib/domain/plan/recovery-plan.ts';
import { failoverRunbook } from '../../../../lib/domain/runbook/failover-runbook.ts';

const PLANS = new URL('../../../../drills/plans/', import.meta.url);
const FILES = readdirSync(PLANS);
const SHA256 = 'a'.repeat(64);

function planIn(file: string, change: (text: string) => string = (text) => text): RecoveryPlan {
  const parsed = parsePlan(Buffer.from(change(readFileSync(new URL(file, PLANS), 'utf8'))), file);
  if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.problems)}`);
  return parsed.plan;
}

const stepsOf = (plan: RecoveryPlan) => failoverRunbook(plan, SHA256).steps;
const commandsOf = (plan: RecoveryPlan, ...cases: string[]) =>
  stepsOf(plan)
    .filter(({ when }) => cases.includes(when))
    .flatMap(({ commands }) => commands);

describe.each(FILES)('the runbook of %s', (file) => {
  const plan = planIn(file);

  it('names every database, service and job', () => {
    const text = commandsOf(plan, 'always', 'region-answers').join('\n');
    for (const { primary, replica, fencedRoles } of plan.databases)
      for (const name of [primary.instance, replica.instance, ...fencedRoles]) expect(text).toContain(name);
    for (const { name } of plan.backgroundJobs) expect(text).toContain(name);
    expect(commandsOf(plan, 'always').filter((line) => /^(curl|timeout) /.test(line))).toHaveLength(
      2 * plan.services.length,
    );
  });

  it('is a script that a shell understands', () => {
    for (const { commands } of stepsOf(plan))
      expect(execFileSync('bash', ['-n'], { input: commands.join('\n') }).toString()).toBe('');
  });

  it('waits for no answer of the lost region, and goes on without one', () => {
    const asked = commandsOf(plan, 'always', 'region-silent').filter((line) =>
      line.includes(plan.sites.primary.region),
    );
    expect(asked.length).toBeGreaterThan(0);
    for (const line of asked)
      expect(line).toMatch(
        /(--cli-connect-timeout 5 --cli-read-timeout 5|^ *read_lock | write_lock ).* \|\| echo 'NO ANSWER'$/,
      );
    const calls = commandsOf(plan, 'always').filter((line) => line.includes('--bucket "$'));
    expect(calls).toHaveLength(2);
    for (const line of calls) expect(line).toContain('--cli-connect-timeout 5 --cli-read-timeout 5');
  });
});

test('the lock is taken and the old primary fenced, or its fate accepted, before anything is promoted', () => {
  expect(stepsOf(planIn('orders.yaml')).map(({ id }) => id)).toEqual([
    'prepare',
    'look',
    'replica',
    'lock',
    'jobs',
    'fence',
    'accept',
    'promote',
    'admit',
    'switch',
    'verify',
    'end',
    'return',
  ]);
});

test('what a plan says is typed as one word, whatever is in it', () => {
  const url = "https://api.orders.example/$(reboot)';reboot";
  const plan = planIn('orders.yaml', (text) =>
    text.replace("url: 'https://api.orders.example/health'", `url: ${JSON.stringify(url)}`),
  );
  const curl = commandsOf(plan, 'always').find((line) => line.includes('reboot')) ?? '';
  const words = execFileSync('bash', ['-c', curl.replace(/^curl/, "printf '%s\\n'").replace(/ \|\| .*/, '')]);
  expect(words.toString().split('\n')).toContain(url);
});

test('the fence by hand names the sessions of roles that the plan does not list', () => {
  const fence = stepsOf(planIn('orders.yaml')).find(({ id }) => id === 'fence');
  const [, , others, left] = fence?.commands ?? [];
  expect(others).toMatch(
    /select usename, count.* usename not in \(.*muster_heartbeat.*\) group by usename'$/,
  );
  expect(left).toMatch(/logins_left.*sessions_left/);
  expect(fence?.check.join('\n')).toContain('a role that the plan does not fence');
});

test('as many people accept a divergence as the plan wants, at least two', () => {
  const accept = stepsOf(planIn('orders.yaml')).find(({ id }) => id === 'accept');
  expect(accept?.fields).toEqual(['1. name, and at (UTC)', '2. name, and at (UTC)']);
});

describe('the runbook of a plan with the whole ladder', () => {
  const plan = planIn('orders.yaml', (text) =>
    text.replace(
      'fence: { deadline: PT2S }',
      'fence: { deadline: PT2S, closedSecurityGroup: sg-0c0c0c0c, rungs: [stop-application-writers, revoke-login-and-end-sessions, close-network, stop-instance] }',
    ),
  );

  it('shows each rung behind the logins, in the order in which a person can take them', () => {
    const ids = stepsOf(plan).map(({ id }) => id);
    expect(ids.slice(ids.indexOf('fence'), ids.indexOf('accept') + 1)).toEqual([
      'fence',
      'writers',
      'network',
      'accept',
    ]);
    const text = stepsOf(plan)
      .flatMap(({ commands }) => commands)
      .join('\n');
    expect(text).toContain('--vpc-security-group-ids sg-0c0c0c0c --apply-immediately');
    expect(text).toContain('aws rds stop-db-instance');
    expect(text).toContain('{"offAt":"frankfurt"');
  });

  it('is a script that a shell understands', () => {
    for (const { commands } of stepsOf(plan))
      expect(execFileSync('bash', ['-n'], { input: commands.join('\n') }).toString()).toBe('');
  });
});
