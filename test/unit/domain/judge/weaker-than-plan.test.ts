import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkIntegrity } from '../../../../lib/domain/judge/check-integrity.ts';
import { inconclusive, met, missed } from '../../../../lib/domain/judge/finding.ts';
import { capByIntegrity } from '../../../../lib/domain/judge/judge-parts.ts';
import { optionFindings } from '../../../../lib/domain/judge/option-findings.ts';
import { readRun } from '../../../../lib/domain/judge/run-facts.ts';
import { weakerThanPlan } from '../../../../lib/domain/judge/weaker-than-plan.ts';
import { parsePlan } from '../../../../lib/domain/plan/parse-plan.ts';
import { compileBackup } from '../../../../lib/domain/run/compile-backup.ts';
import { compileFailover } from '../../../../lib/domain/run/compile-failover.ts';
import { compileReprotection, compileSwitchBack } from '../../../../lib/domain/run/compile-failback.ts';
import { compileReplicationCheck } from '../../../../lib/domain/run/compile-replication-check.ts';
import { compileRestore } from '../../../../lib/domain/run/compile-restore.ts';
import { compileSwitchover } from '../../../../lib/domain/run/compile-switchover.ts';
import type { RunInput } from '../../../../lib/domain/run/run-input.ts';
import { goldenRun } from '../../../fakes/signed-run.ts';
import { sha256 } from '../../../fakes/sha256.ts';

const file = fileURLToPath(new URL('../../../../drills/plans/orders.yaml', import.meta.url));
const text = readFileSync(file, 'utf8');
const parsed = parsePlan(readFileSync(file), file);
if (!parsed.ok) throw new Error('the example is no plan');
const { plan } = parsed;

const context = {
  run: 'orders-20261101-120000-0000',
  target: 'sandbox',
  scope: 'rehearsal',
  planSha256: sha256(text),
  frontDoors: { 'orders-db': { host: '127.0.0.1', port: 1 } },
  directDoors: { 'orders-db': { host: '127.0.0.1', port: 2 } },
  serviceUrls: { catalogue: 'http://127.0.0.1:3/' },
  followSeconds: 0.01,
  heartbeatStateMachineArn: 'arn',
} as const;
const failover = compileFailover(plan, context);
const real = compileFailover(plan, { ...context, scope: 'real' });

describe('what a run is judged against', () => {
  it.each<[string, RunInput]>([
    ['failover', failover],
    ['real failover', real],
    ['switchover', compileSwitchover(plan, context)],
    ['switch back', compileSwitchBack(plan, context)],
    [
      'report of a failback',
      compileReprotection(plan, context, { stage: 'report', failoverRun: null, promotedAt: null }),
    ],
    ['backup', compileBackup(plan, context)],
    ['restore', compileRestore(plan, context)],
    ['replication check', compileReplicationCheck(plan, context)],
    ['failover with an interval of its own', compileFailover(plan, { ...context, intervalSeconds: 0.05 })],
    ['failover with another fault', compileFailover(plan, { ...context, disruption: 'region-loss=refused' })],
    [
      'failover under conditions',
      compileFailover(plan, { ...context, conditions: ['replication-delay=5s'] }),
    ],
    [
      'switchover under conditions',
      compileSwitchover(plan, { ...context, conditions: ['replication-delay=5s'] }),
    ],
    [
      'restore of a chosen backup',
      compileRestore(plan, { ...context, source: { kind: 'chosen-backup', run: 'one' } }),
    ],
  ])('is its plan, of a %s', (_, input) => {
    expect(weakerThanPlan(input, text)).toEqual([]);
  });

  it('may be stricter than the plan', () => {
    const strict = { ...failover, holdSeconds: 99, objectives: { rtoSeconds: 1, rpoSeconds: 1 } };
    expect(weakerThanPlan(strict, text)).toEqual([]);
  });

  it.each<[string, RunInput, string]>([
    [
      'objectives',
      { ...failover, objectives: { rtoSeconds: 7200, rpoSeconds: 3600 } },
      'objectives.rtoSeconds is 7200, by the plan 3600',
    ],
    ['hold', { ...failover, holdSeconds: 0 }, 'holdSeconds is 0, by the plan 3'],
    [
      'detection',
      { ...failover, detect: { ...failover.detect, failures: 1 } },
      'detect.failures is 1, by the plan 3',
    ],
    [
      'recovery',
      { ...failover, heartbeat: { ...failover.heartbeat, goodToRecover: 1 } },
      'heartbeat.goodToRecover is 1, by the plan 3',
    ],
    [
      'services',
      { ...failover, services: failover.services.map((one) => ({ ...one, required: false })) },
      'services.0.required is false, by the plan true',
    ],
    [
      'disruption',
      { ...failover, disruption: { ...failover.disruption, fault: 'freeze' } },
      'disruption.fault is "freeze", by the plan "region-loss"',
    ],
    [
      'detection of a watch, in a drill',
      { ...failover, watch: { run: 'w' }, detect: { ...failover.detect, failures: 1 } },
      'detect.failures is 1, by the plan 3',
    ],
    [
      'conditions that are none',
      {
        ...failover,
        options: ['conditions'],
        disruption: { ...failover.disruption, conditions: ['calm'] },
      },
      expect.stringContaining('fault "calm"'),
    ],
    [
      'size of a backup',
      { ...compileBackup(plan, context), maxSizeDeviationPercent: 99 },
      'maxSizeDeviationPercent is 99, by the plan 50',
    ],
    [
      'inventory',
      { ...compileReplicationCheck(plan, context), inventory: false },
      'inventory is false, by the plan true',
    ],
    [
      'addresses of AWS',
      { ...failover, target: 'aws', followSeconds: 600 },
      expect.stringMatching(/^followSeconds is 600, by the plan \d+$/),
    ],
  ])('is told where it is weaker: %s', (_, input, says) => {
    expect(weakerThanPlan(input, text)).toContainEqual(says);
  });

  it('is not known of a plan that cannot be compiled', () => {
    expect(weakerThanPlan(failover, 'name: orders\n')).toBeNull();
    expect(weakerThanPlan(failover, ': :')).toBeNull();
  });
});

describe('a run by less than its plan', () => {
  const golden = goldenRun('v1-drill');
  const { 'record.ndjson': record = '' } = golden;
  const changed = (from: string, to: string) => {
    const texts = { ...golden, 'record.ndjson': record.replaceAll(from, to) };
    const files = { directory: '.', texts };
    const facts = readRun(files);
    return { facts, ...checkIntegrity(files, facts, sha256) };
  };

  it('is told wherever it was compiled', () => {
    expect(changed('"holdSeconds":3', '"holdSeconds":3').weaker).toEqual([]);
    expect(changed('"holdSeconds":3', '"holdSeconds":1').weaker).toEqual(['holdSeconds is 1, by the plan 3']);
  });

  it('is not met, and a bad verdict stands', () => {
    const parts = { drill: met('ran'), rto: missed('late') };
    expect(capByIntegrity(parts, { broken: [], unsealed: false, weaker: ['hold is 1'] })).toEqual({
      drill: inconclusive('the run was not judged by its plan: hold is 1'),
      rto: missed('late'),
    });
  });

  it('cannot hide behind a plan that nobody can read, but as a rehearsal', () => {
    const files = (scope: string) => {
      const other = record.replaceAll('"scope":"rehearsal"', `"scope":"${scope}"`);
      return { directory: '.', texts: { ...golden, 'record.ndjson': other, 'plan.yaml': 'name: orders\n' } };
    };
    const weakerOf = (scope: string) => checkIntegrity(files(scope), readRun(files(scope)), sha256).weaker;
    expect(weakerOf('rehearsal')).toEqual([]);
    expect(weakerOf('live')).toEqual(['the plan cannot be read for what it asks for']);
  });

  it('says what the command line has chosen', () => {
    const { facts } = changed('"holdSeconds":3', '"options":["interval","disruption"],"holdSeconds":3');
    expect(optionFindings(facts)).toEqual([
      'Chosen on the command line in place of the plan: interval 40 ms; disruption region-loss.',
    ]);
    expect(optionFindings(changed('x', 'x').facts)).toEqual([]);
  });
});
