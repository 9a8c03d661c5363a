import { describe, expect, it } from 'vitest';
import { compileFailover, type FailoverContext } from '../../../../lib/domain/run/compile-failover.ts';
import { changed, planOf, SMALL_PLAN } from '../plan/small-plan.ts';

const CONTEXT: FailoverContext = {
  run: 'small-1',
  target: 'sandbox',
  scope: 'rehearsal',
  planSha256: '0123456789abcdef'.repeat(4),
  heartbeatStateMachineArn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:heartbeat',
};

describe('a plan compiled into a run', () => {
  it('gives services the time in which clients follow the switch: the surroundings know it, or the plan', () => {
    const [here, there] = [{ ...CONTEXT, followSeconds: 0.01 }, CONTEXT];
    expect(compileFailover(planOf(SMALL_PLAN), here)).toMatchObject({
      followSeconds: 0.01,
      verifyWaveSeconds: 20.01,
    });
    const followSeconds = 3 * 10 + 60;
    expect(compileFailover(planOf(SMALL_PLAN), there)).toMatchObject({
      followSeconds,
      verifyWaveSeconds: 20 + followSeconds,
    });
  });

  it('carries everything that the run needs, in seconds', () => {
    expect(compileFailover(planOf(SMALL_PLAN), CONTEXT)).toEqual({
      allowedRegions: ['eu-central-1', 'eu-west-1'],
      stopConditions: [],
      schemaVersion: 1,
      run: 'small-1',
      kind: 'failover',
      target: 'sandbox',
      scope: 'rehearsal',
      plan: { name: 'small', sha256: CONTEXT.planSha256 },
      sites: {
        primary: { name: 'east', region: 'eu-central-1', bucket: 'small-east' },
        recovery: { name: 'west', region: 'eu-west-1', bucket: 'small-west' },
      },
      objectives: { rtoSeconds: 3600, rpoSeconds: 3600 },
      databases: [
        {
          id: 'db',
          database: 'app',
          primary: { region: 'eu-central-1', instance: 'app-east' },
          replica: { region: 'eu-west-1', instance: 'app-west' },
          directDoor: null,
          frontDoor: { host: 'db.example', port: 5432 },
          operatorSecret: 'operator',
          heartbeatSecret: 'heartbeat',
          fencedRoles: ['app'],
          ledger: null,
        },
      ],
      services: [
        {
          name: 'a',
          wave: 0,
          required: true,
          rtoSeconds: 3600,
          rpoSeconds: 3600,
          dependsOn: [],
          stores: [],
          healthCheck: { kind: 'http', url: 'http://a.example/', timeoutSeconds: 1 },
        },
        {
          name: 'b',
          wave: 1,
          required: true,
          rtoSeconds: 3600,
          rpoSeconds: 3600,
          dependsOn: ['a'],
          stores: [],
          healthCheck: { kind: 'tcp', host: 'b.example', port: 80, timeoutSeconds: 1 },
        },
      ],
      consistencyGroups: [],
      backgroundJobs: [],
      switchKey: 'traffic/small.json',
      jobsKey: 'jobs/small.json',
      heartbeat: {
        intervalSeconds: 0.02,
        attemptTimeoutSeconds: 0.1,
        goodToRecover: 3,
        segmentSeconds: 600,
        stateMachineArn: CONTEXT.heartbeatStateMachineArn,
      },
      detect: { failures: 3, withinSeconds: 1, timeoutSeconds: 30 },
      disruption: { adapter: 'fis', fault: 'region-loss', conditions: [] },
      fenceDeadlineSeconds: 2,
      fence: { rungs: ['revoke-login-and-end-sessions'], closedSecurityGroup: null, writersKey: null },
      handlerLimitSeconds: 300,
      preempt: false,
      watch: null,
      real: null,
      approvals: {
        people: [],
        needed: 0,
        timeoutSeconds: 900,
        validSeconds: 14_400,
        divergence: { needed: 2, timeoutSeconds: 900 },
      },
      nonCritical: [],
      holdSeconds: 60,
      notices: null,
      criticalHandlers: [
        'inject-disruption',
        'await-detection',
        'stop-background-jobs',
        'fence-old-primary',
        'promote-replica',
        'prove-promotion',
        'switch-traffic',
        'verify-services',
      ],
      verifyWaveSeconds: 110,
      followSeconds: 90,
      simulations: [],
    });
  });

  it('takes addresses of the environment before those of the plan', () => {
    const run = compileFailover(planOf(SMALL_PLAN), {
      ...CONTEXT,
      frontDoors: { db: { host: '127.0.0.1', port: 4001 } },
      serviceUrls: { b: 'http://127.0.0.1:4002/' },
    });
    expect(run.databases[0]?.frontDoor).toEqual({ host: '127.0.0.1', port: 4001 });
    expect(run.services.map(({ healthCheck }) => healthCheck)).toEqual([
      { kind: 'http', url: 'http://a.example/', timeoutSeconds: 1 },
      { kind: 'http', url: 'http://127.0.0.1:4002/', timeoutSeconds: 1 },
    ]);
  });

  it('takes a disruption that is asked for, and its conditions before those of the plan of the same kind', () => {
    const plan = planOf(
      `${SMALL_PLAN}drills: { failover: { disruption: { adapter: none, conditions: [slow-api=1s, bandwidth=1MB/s] } } }\n`,
    );
    const asked = { disruption: 'freeze', conditions: ['slow-api=2s@rds'] };
    expect(compileFailover(plan, { ...CONTEXT, ...asked }).disruption).toEqual({
      adapter: 'fis',
      fault: 'freeze',
      conditions: ['bandwidth=1MB/s', 'slow-api=2s@rds'],
    });
    expect(compileFailover(plan, CONTEXT).disruption).toEqual({
      adapter: 'none',
      fault: 'region-loss',
      conditions: ['slow-api=1s', 'bandwidth=1MB/s'],
    });
  });

  it('takes objectives of a service before those of the plan', () => {
    const run = compileFailover(
      planOf(changed('dependsOn: [a]', 'dependsOn: [a]\n    objectives: { rpo: PT0.05S }')),
      CONTEXT,
    );
    expect(run.services.map(({ rtoSeconds, rpoSeconds }) => [rtoSeconds, rpoSeconds])).toEqual([
      [3600, 3600],
      [3600, 0.05],
    ]);
  });

  it('lists services in the order of their waves, whatever the order of the plan', () => {
    const plan = planOf(
      changed('- name: a\n', '- name: a\n    dependsOn: [b]\n').replace('dependsOn: [a]', 'dependsOn: []'),
    );
    expect(compileFailover(plan, CONTEXT).services.map(({ name, wave }) => [name, wave])).toEqual([
      ['b', 0],
      ['a', 1],
    ]);
  });

  it('derives the time-out of an attempt from the interval that is used', () => {
    const timeoutAt = (intervalSeconds: number) =>
      compileFailover(planOf(SMALL_PLAN), { ...CONTEXT, intervalSeconds }).heartbeat.attemptTimeoutSeconds;
    expect([timeoutAt(0.005), timeoutAt(0.01), timeoutAt(0.05)]).toEqual([0.05, 0.05, 0.25]);
  });

  it('refuses an interval at which the plan could never detect a silent loss', () => {
    expect(() => compileFailover(planOf(SMALL_PLAN), { ...CONTEXT, intervalSeconds: 0.2 })).toThrow(
      expect.objectContaining({
        name: 'PlanInvalid',
        message:
          'plan small, detect.within: saw PT1S with an interval of 0.2 s; expected at least 2 s, so that 3 attempts in a row can time out within it',
      }),
    );
  });

  it('keeps the databases of a consistency group, and no group of fewer than two', () => {
    const second = SMALL_PLAN.slice(SMALL_PLAN.indexOf('  - id: db'))
      .replace('id: db', 'id: db-2')
      .replaceAll('app-', 'app-2-');
    const plan = planOf(
      `${SMALL_PLAN}${second}buckets:\n  - { id: files, primary: files-east, replica: files-west }\nconsistencyGroups:\n  - { name: all, members: [db, files, db-2], maxSkew: PT2S }\n  - { name: mixed, members: [db, files] }\n`,
    );
    expect(compileFailover(plan, CONTEXT).consistencyGroups).toEqual([
      { name: 'all', databases: ['db', 'db-2'], maxSkewSeconds: 2 },
    ]);
  });
});

it('a drill has its stop conditions from the plan, and a real failover has none', () => {
  const plan = planOf(
    `${SMALL_PLAN}drills:\n  failover: { stopConditions: [{ name: shop, healthCheck: { kind: tcp, host: shop.example, port: 443 } }] }\n`,
  );
  expect(compileFailover(plan, CONTEXT).stopConditions).toEqual([
    {
      name: 'shop',
      failures: 3,
      healthCheck: { kind: 'tcp', host: 'shop.example', port: 443, timeoutSeconds: 1 },
    },
  ]);
  expect(compileFailover(plan, { ...CONTEXT, scope: 'real' }).stopConditions).toEqual([]);
});
