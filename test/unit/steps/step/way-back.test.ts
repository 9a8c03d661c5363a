import { realEvent } from '../../../fakes/real-event.ts';
import { describe, expect, it } from 'vitest';
import { RunCommon } from '../../../../lib/domain/run/run-parts.ts';
import { mustStillGoBack, type Promoted, startJobsAgain } from '../../../../lib/steps/step/way-back.ts';
import { knownOnLeg } from '../../../../lib/steps/step/known-on-leg.ts';
import { wasPromoted } from '../../../../lib/steps/step/was-promoted.ts';
import { watchGoesOn } from '../../../../lib/steps/step/watch-goes-on.ts';
import { whereDatabasesStand } from '../../../../lib/steps/step/where-databases-stand.ts';
import { RegionUnreachable } from '../../../../lib/domain/failure.ts';
import { inStep } from '../../../fakes/in-step.ts';
import { makeFakeDatabases, PRIMARY, REPLICA } from '../../../fakes/fake-databases.ts';
import { LEDGER, ORDERS, runInput } from '../../../fakes/run-input.ts';
import { SEEN, stepEvent } from '../../../fakes/step-event.ts';
import { changesOf, makeStepWorld, type StepWorld, superseded } from '../../../fakes/step-world.ts';

const REAL = runInput({ scope: 'real' });
const { PromoteReplica } = SEEN;
const ASKED = { state: 'PromoteReplica', error: 'States.Timeout', cause: '' };
const SWITCHED = { activeSite: 'west', key: 'traffic/orders.json', etag: '"1"' };

function promoted(world: StepWorld): StepWorld {
  return { ...world, databases: makeFakeDatabases(world.journal, [PRIMARY, { ...REPLICA, source: null }]) };
}

describe('a run that is to go back', () => {
  const goBack = (
    world: StepWorld,
    event: ReturnType<typeof stepEvent>,
    { replicas = ['orders-west'], preempted = [] }: Partial<Promoted> = {},
  ) =>
    inStep(world, event, async (context) => {
      await mustStillGoBack(context, { replicas, preempted });
      return 'goes back';
    });

  it('cannot when its replica was promoted and clients are not led to it', async () => {
    const event = stepEvent('ReturnRegion', { PromoteReplica }, { run: REAL });
    await expect(goBack(makeStepWorld(), event)).rejects.toMatchObject({
      name: 'AbortTooLate',
      message:
        'orders-west: saw a promoted replica that clients are not led to; expected nothing promoted: the run goes on to its end',
    });
  });

  it('cannot when a promotion that nobody recorded has happened', async () => {
    const event = stepEvent('ReturnRegion', {}, { run: REAL, failure: ASKED });
    await expect(goBack(makeStepWorld(), event)).rejects.toMatchObject({ name: 'AbortTooLate' });
  });

  it('can when a promotion that was asked for has not happened', async () => {
    const event = stepEvent('ReturnRegion', {}, { run: REAL, failure: ASKED });
    await expect(goBack(makeStepWorld(), event, { replicas: [] })).resolves.toBe('goes back');
  });

  describe('after it has pre-empted a run', () => {
    const known = (outcomes: Parameters<typeof stepEvent>[1], skipped: readonly string[] = []) =>
      knownOnLeg(stepEvent('ReturnRegion', outcomes, { skipped: [...skipped] }), 'there');
    const own = stepEvent('ReturnRegion', {}, { run: REAL });

    it.each([
      ['has promoted', known({ PromoteReplica })],
      ['may have promoted', known({}, ['PromoteReplica'])],
    ])('cannot where that one %s and led nobody there', async (_, preempted) => {
      await expect(goBack(makeStepWorld(), own, { preempted: [preempted] })).rejects.toMatchObject({
        name: 'AbortTooLate',
      });
    });

    it.each([
      ['that one has led clients there', known({ PromoteReplica, SwitchTraffic: SWITCHED })],
      ['that one has asked for nothing', known({})],
      ['that one has drained the old primary', known({ PromoteReplica }, ['DrainWriters'])],
    ])('goes back where %s', async (_, preempted) => {
      await expect(goBack(makeStepWorld(), own, { preempted: [preempted] })).resolves.toBe('goes back');
    });
  });

  it('cannot when the last of several databases was promoted', async () => {
    const run = runInput({ scope: 'real', databases: [ORDERS, LEDGER] });
    const event = stepEvent('ReturnRegion', {}, { run, failure: ASKED });
    await expect(goBack(makeStepWorld(), event, { replicas: ['ledger-west'] })).rejects.toMatchObject({
      name: 'AbortTooLate',
      subject: 'ledger-west',
    });
  });

  it('cannot either where it is a drill: the same clients would be left to nobody', async () => {
    const event = stepEvent('ReturnRegion', { PromoteReplica }, { run: runInput({ scope: 'live' }) });
    await expect(goBack(makeStepWorld(), event)).rejects.toMatchObject({ name: 'AbortTooLate' });
  });

  it('goes neither way once a later run has superseded it', async () => {
    const event = stepEvent('ReturnRegion', { PromoteReplica }, { run: REAL });
    await expect(goBack(superseded(makeStepWorld()), event)).rejects.toMatchObject({
      name: 'GenerationSuperseded',
    });
  });

  it.each([
    ['is known to go on to its end', { PromoteReplica }, { run: REAL, forward: true }],
    ['has never asked for a promotion', {}, { run: REAL }],
    ['has led its clients there', { PromoteReplica, SwitchTraffic: SWITCHED }, { run: REAL }],
  ])('goes on where it %s', async (_, outcomes, overrides) => {
    const event = stepEvent('ReturnRegion', outcomes, overrides);
    await expect(goBack(makeStepWorld(), event)).resolves.toBe('goes back');
  });
});

describe('background jobs on the way back', () => {
  const start = (world: StepWorld, event: ReturnType<typeof stepEvent>) =>
    inStep(world, event, (context) => startJobsAgain(world, context, [context]));

  it('run again where stopping them had failed and was left out, and another state failed after it', async () => {
    const failure = { state: 'FenceOldPrimary', error: 'RunAborted', cause: '' };
    const event = stepEvent('ReturnRegion', {}, { failure, skipped: ['StopBackgroundJobs'] });
    await expect(start(makeStepWorld(), event)).resolves.toBe(true);
  });

  it('run again where the run has stopped them, under its generation', async () => {
    const world = makeStepWorld();
    const requests: unknown[] = [];
    const jobs: StepWorld['jobs'] = {
      ...world.jobs,
      start: async (request) => {
        requests.push(request);
        return world.jobs.start(request);
      },
    };
    const failure = { state: 'StopBackgroundJobs', error: 'States.Timeout', cause: '' };
    const event = stepEvent('ReturnRegion', {}, { failure });
    await expect(start({ ...world, jobs }, event)).resolves.toBe(true);
    expect(requests).toEqual([{ key: 'jobs/orders.json', jobs: ['invoicing'], run: 'run-1', generation: 7 }]);
  });

  it('stay as they are where the run never stopped them, or has none', async () => {
    const world = makeStepWorld();
    await expect(start(world, stepEvent('ReturnRegion'))).resolves.toBe(false);
    const failure = { state: 'StopBackgroundJobs', error: 'States.Timeout', cause: '' };
    const none = stepEvent('ReturnRegion', {}, { failure, run: runInput({ backgroundJobs: [] }) });
    await expect(start(world, none)).resolves.toBe(false);
    expect(changesOf(world)).toEqual([]);
  });

  it('are not started by a run that was superseded', async () => {
    const world = superseded(makeStepWorld());
    const failure = { state: 'StopBackgroundJobs', error: 'States.Timeout', cause: '' };
    await expect(start(world, stepEvent('ReturnRegion', {}, { failure }))).rejects.toMatchObject({
      name: 'GenerationSuperseded',
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('run again where it is on record that they were stopped', async () => {
    const at = '2026-03-01T12:00:00.000000Z';
    const jobs = [{ name: 'invoicing', stopped: true }];
    const StopBackgroundJobs = { jobs, etag: '"1"', requestedAt: at, stoppedAt: at };
    await expect(start(makeStepWorld(), stepEvent('ReturnRegion', { StopBackgroundJobs }))).resolves.toBe(
      true,
    );
  });
});

describe('whether a replica was promoted', () => {
  const was = (world: StepWorld, event: ReturnType<typeof stepEvent>) =>
    inStep(world, event, (context) => wasPromoted(world, context, ORDERS));

  it('is known without a look where the promotion has its outcome', async () => {
    const world = makeStepWorld();
    await expect(was(world, stepEvent('ReturnRegion', { PromoteReplica }))).resolves.toBe(true);
    expect(world.journal.filter((line) => line.startsWith('databases.'))).toEqual([]);
  });

  it('did not happen where the run went on without it', async () => {
    const world = makeStepWorld();
    const without = [{ id: 'orders', instance: 'orders-west', seen: 'status failed' }];
    const event = stepEvent('ReturnRegion', { PromoteReplica: { databases: [], without } });
    await expect(was(world, event)).resolves.toBe(false);
    expect(world.journal.filter((line) => line.startsWith('databases.'))).toEqual([]);
  });

  it.each([
    ['that is not there any more', [PRIMARY], false],
    ['that is broken for good', [PRIMARY, { ...REPLICA, status: 'failed' }], false],
    [
      'that is broken for good and copies nobody',
      [PRIMARY, { ...REPLICA, status: 'failed', source: null }],
      true,
    ],
  ])('is not waited for at one %s', async (_, left, is) => {
    const world = makeStepWorld();
    const before = world.clock.now();
    const databases = makeFakeDatabases(world.journal, left);
    const asked = stepEvent('ReturnRegion', {}, { failure: ASKED });
    await expect(was({ ...world, databases }, asked)).resolves.toBe(is);
    expect(world.clock.now()).toBe(before);
  });

  it('is not asked of a replica that the run never asked to promote, whoever else has', async () => {
    const world = promoted(makeStepWorld());
    await expect(was(world, stepEvent('ReturnRegion'))).resolves.toBe(false);
    expect(world.journal.filter((line) => line.startsWith('databases.'))).toEqual([]);
  });

  it('is looked for where a person says to have done it before the run', async () => {
    const adopted = [{ state: 'PromoteReplica', at: null, by: 'Grace', note: 'page 3 of the runbook' }];
    const run = runInput({ scope: 'real', real: realEvent({ adopted }) });
    await expect(was(promoted(makeStepWorld()), stepEvent('ReturnRegion', {}, { run }))).resolves.toBe(true);
  });
});

describe('a watch that the run has joined', () => {
  const goesOn = (event: ReturnType<typeof stepEvent>) =>
    inStep(makeStepWorld(), event, async (context) => watchGoesOn(context));

  it('goes on where nothing was promoted, and ends with a promotion', async () => {
    const run = runInput({ watch: { run: 'watch-1' } });
    await expect(goesOn(stepEvent('StopHeartbeat', {}, { run }))).resolves.toBe(true);
    await expect(goesOn(stepEvent('StopHeartbeat', { PromoteReplica }, { run }))).resolves.toBe(false);
  });

  it('is none where the run has started its own', async () => {
    await expect(goesOn(stepEvent('StopHeartbeat'))).resolves.toBe(false);
    // A kind of run that knows of no watch.
    expect(watchGoesOn({ run: RunCommon.parse(runInput()), maybe: () => null })).toBe(false);
  });
});

describe('where the databases stand', () => {
  it('is what both control planes say, and of a silent region why nothing is known', async () => {
    const world = makeStepWorld();
    await expect(whereDatabasesStand(world.databases, runInput())).resolves.toEqual({
      databases: [
        {
          id: 'orders',
          primary: { host: '10.0.0.1', port: 5432, securityGroups: ['sg-0a0a0a0a'] },
          replica: { host: '10.1.0.1', port: 5432 },
        },
      ],
    });
    const silent = new RegionUnreachable({ subject: 'RDS', seen: 'TimeoutError', limit: 'an answer' });
    const without = (region: string, error: Error): StepWorld['databases'] => ({
      ...world.databases,
      describe: (ref) => (ref.region === region ? Promise.reject(error) : world.databases.describe(ref)),
    });
    await expect(whereDatabasesStand(without('eu-north-1', silent), runInput())).resolves.toEqual({
      databases: [
        {
          id: 'orders',
          primary: null,
          notSeen: 'RDS: saw TimeoutError; expected an answer',
          replica: { host: '10.1.0.1', port: 5432 },
        },
      ],
    });
    await expect(whereDatabasesStand(without('eu-west-1', silent), runInput())).rejects.toBe(silent);
    const refused = new Error('AccessDenied');
    await expect(whereDatabasesStand(without('eu-north-1', refused), runInput())).rejects.toBe(refused);
  });
});
