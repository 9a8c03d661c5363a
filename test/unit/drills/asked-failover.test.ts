import { expect, test } from 'vitest';
import { unfinishedRuns } from '../../../lib/cli/unfinished-runs.ts';
import { requestsOf } from '../../../lib/consent/pending-requests.ts';
import type { FailoverInput } from '../../../lib/domain/run/failover-input.ts';
import type { PeopleRequest } from '../../../lib/domain/approval/people-request.ts';
import { loseRegion, returnRegion } from '../../model/instance-changes.ts';
import { runToRest } from '../../model/kill-matrix.ts';
import { makeEngine, type ModelAws } from '../../model/model-aws.ts';
import { HOME } from '../../model/model-world.ts';
import { breachesOf } from '../../model/commands/come-to-rest.ts';
import { openSystem, type System } from '../../model/commands/system.ts';
import { APPROVALS, drillInput, realInput } from '../../model/drill-input.ts';
import { SCENARIOS } from '../../model/scenario.ts';
import { activeSite } from '../../model/serving.ts';
import { endWatch, WATCH } from '../../model/standing-watch.ts';

const engine = makeEngine();

/** A real failover that has asked for its approval: the region was lost a while ago. */
async function asking(
  despite: string | null = null,
  approvals: Partial<FailoverInput['approvals']> = {},
): Promise<System> {
  const system = await openSystem(engine);
  const { world } = system.aws;
  loseRegion(world, HOME);
  await world.clock.pass(10);
  const input = realInput('real-1', {
    watch: { run: WATCH },
    approvals: { ...APPROVALS, ...approvals },
  });
  system.start({ ...input, real: input.real && { ...input.real, despite } });
  await world.clock.pass(40);
  expect(await asked(system)).toMatchObject({ kind: 'approval', about: 'DeclareFailover' });
  return system;
}

async function asked({ aws }: System): Promise<PeopleRequest | undefined> {
  const known = await aws.world.clock.drive(requestsOf(aws.access.recovery.objects, 'real-1'));
  return known.findLast(({ outcome }) => outcome === null)?.request;
}

const entered = ({ aws }: System) => enteredIn(aws);

function enteredIn(aws: ModelAws): readonly string[] {
  return aws.states
    .all()
    .flatMap(({ events }) => events())
    .flatMap(({ type, details }) => (type.endsWith('StateEntered') ? [stateOf(details)] : []));
}

function stateOf({ stateEnteredEventDetails: entrance }: Readonly<Record<string, unknown>>): string {
  return JSON.parse(JSON.stringify(entrance)).name;
}

async function approve(system: System): Promise<void> {
  system.answer('real-1', 'Ben', 'approve');
  await system.aws.world.clock.pass(40);
}

test('a real failover that nobody has confirmed takes no lock from a drill, and leaves nothing', async () => {
  const system = await openSystem(engine);
  const { world } = system.aws;
  system.start(drillInput('drill-1'));
  await world.clock.pass(2);
  const input = realInput('real-1', { watch: { run: WATCH } });
  system.start({ ...input, real: input.real && { ...input.real, confirmed: '' } });
  await world.clock.pass(600);
  const [drill, real] = system.aws.states.all();
  expect(drill?.ending()).toMatchObject({ status: 'SUCCEEDED' });
  expect(real?.ending()).toMatchObject({ status: 'FAILED', error: 'NotConfirmed' });
  expect(world.outcomes.has('real-1/AcquireLock')).toBe(false);
  endWatch(system.aws);
  await expect(world.clock.drive(unfinishedRuns(system.aws.access))).resolves.toEqual([]);
  await expect(breachesOf(system)).resolves.toEqual([]);
});

test('a region that is back when a failover is approved is not fenced: people are asked what now', async () => {
  const system = await asking();
  returnRegion(system.aws.world, HOME, { isGated: false });
  await system.aws.world.clock.pass(60);
  await approve(system);
  expect(entered(system)).not.toContain('DeclareFailover');
  expect(await asked(system)).toMatchObject({
    kind: 'decision',
    about: 'PollDetection',
    saw: expect.stringMatching(
      /^LossNotSeen: what was seen before is over \(region-lost, since .+\): what is seen now is nothing-seen; /,
    ),
  });
  expect([...system.aws.world.breaches]).toEqual([]);
});

test('a region that is lost still is failed over once people have approved, after one more look', async () => {
  const system = await asking();
  await approve(system);
  const states = entered(system);
  expect(states.filter((state) => state === 'PollDetection')).toHaveLength(2);
  expect(states.slice(states.indexOf('Approved'), states.indexOf('StopBackgroundJobs'))).toEqual([
    'Approved',
    'PollDetection',
    'Detected',
    'DeclareFailover',
  ]);
});

test('what was approved of a loss that was over is approved anew when the region is lost again', async () => {
  const system = await asking();
  const { world } = system.aws;
  returnRegion(world, HOME, { isGated: false });
  await world.clock.pass(60);
  await approve(system);
  loseRegion(world, HOME);
  await world.clock.pass(20);
  system.answer('real-1', 'Ben', 'retry');
  await world.clock.pass(40);
  expect(entered(system)).not.toContain('DeclareFailover');
  expect(await asked(system)).toMatchObject({ kind: 'approval', round: 2 });
  await approve(system);
  expect(entered(system)).toContain('DeclareFailover');
});

/** The same, approved: nothing proves the fence of a region that is dark, and two people are asked to accept that. */
async function askingToAccept(despite: string | null = null): Promise<System> {
  const system = await asking(despite);
  await approve(system);
  await system.aws.world.clock.pass(20);
  expect(await asked(system)).toMatchObject({ kind: 'divergence', about: 'FenceOldPrimary' });
  return system;
}

async function accept(system: System): Promise<void> {
  system.answer('real-1', 'Ben', 'approve');
  system.answer('real-1', 'Cleo', 'approve');
  await system.aws.world.clock.pass(40);
}

test('a region that is back when its divergence is accepted loses nothing: people are asked what now', async () => {
  const system = await askingToAccept();
  returnRegion(system.aws.world, HOME, { isGated: false });
  await system.aws.world.clock.pass(60);
  await accept(system);
  const states = entered(system);
  expect(states.slice(states.indexOf('Accepted'), states.indexOf('Accepted') + 3)).toEqual([
    'Accepted',
    'PollDetection',
    'Detected',
  ]);
  expect(states).not.toContain('DeferFence');
  expect(states).not.toContain('PromoteReplica');
  expect(await asked(system)).toMatchObject({
    kind: 'decision',
    about: 'PollDetection',
    saw: expect.stringMatching(/^LossNotSeen: what was seen before is over \(region-lost, since .+\): /),
  });
  expect([...system.aws.world.breaches]).toEqual([]);
});

test('what was accepted of a loss that was over counts no more: it is approved, and accepted, anew', async () => {
  const system = await askingToAccept();
  const { world } = system.aws;
  returnRegion(world, HOME, { isGated: false });
  await world.clock.pass(60);
  await accept(system);
  loseRegion(world, HOME);
  await world.clock.pass(20);
  system.answer('real-1', 'Ben', 'retry');
  await world.clock.pass(40);
  expect(await asked(system)).toMatchObject({ kind: 'approval' });
  await approve(system);
  await world.clock.pass(20);
  expect(await asked(system)).toMatchObject({ kind: 'divergence' });
  expect(entered(system)).not.toContain('PromoteReplica');
  await accept(system);
  expect(entered(system)).toContain('PromoteReplica');
  expect([...world.breaches]).toEqual([]);
});

test('a region that is back, and is failed over all the same, is fenced before its replica is promoted', async () => {
  const system = await askingToAccept('its users cannot order');
  returnRegion(system.aws.world, HOME, { isGated: false });
  await system.aws.world.clock.pass(60);
  await accept(system);
  expect(entered(system)).toContain('PromoteReplica');
  expect(system.aws.world.outcomes.get('real-1/DeferFence')).toMatchObject({
    back: [{ id: 'orders', proof: 'probe' }],
  });
});

test('a divergence that too few can accept is no question that waits: it pauses at once, and says so', async () => {
  const system = await asking(null, { people: [{ name: 'Ben', contact: '' }] });
  await approve(system);
  await system.aws.world.clock.pass(20);
  expect(await asked(system)).toMatchObject({
    kind: 'decision',
    about: 'FenceOldPrimary',
    saw: expect.stringContaining('1 whom the plan names beside Dora (Ben)'),
    choices: expect.arrayContaining(['retry', 'abort']),
  });
  const known = await system.aws.world.clock.drive(requestsOf(system.aws.access.recovery.objects, 'real-1'));
  expect(known.map(({ request }) => request.kind)).not.toContain('divergence');
});

test('a region that is lost still when its divergence is accepted is failed over', async () => {
  const system = await askingToAccept();
  await accept(system);
  const states = entered(system);
  expect(states.slice(states.indexOf('Accepted'), states.indexOf('PromoteReplica') + 1)).toEqual([
    'Accepted',
    'PollDetection',
    'Detected',
    'DeferFence',
    'PromoteReplica',
  ]);
});

/** Stopped while it promotes, and resumed so many seconds later. */
async function resumedAfter(system: System, seconds: number): Promise<void> {
  const { world } = system.aws;
  system.stop('real-1');
  await world.clock.pass(seconds);
  system.resume('real-1');
  await world.clock.pass(40);
}

/** Somebody has approved and accepted; then the promotion is held up, and the run is stopped. */
async function stoppedAtPromotion(): Promise<System> {
  const system = await askingToAccept();
  system.answer('real-1', 'Ben', 'approve');
  system.answer('real-1', 'Cleo', 'approve');
  for (let tenths = 0; tenths < 400 && !entered(system).includes('DeferFence'); tenths += 1)
    await system.aws.world.clock.pass(0.1);
  expect(entered(system)).not.toContain('PromoteReplica');
  return system;
}

test('a failover that is resumed after its approval has expired looks and asks anew before it promotes', async () => {
  const system = await stoppedAtPromotion();
  await resumedAfter(system, 700);
  const states = entered(system);
  expect(states.slice(states.indexOf('PromoteReplica'), states.indexOf('PromoteReplica') + 4)).toEqual([
    'PromoteReplica',
    'PollDetection',
    'Detected',
    'RequestApproval',
  ]);
  expect(system.aws.world.outcomes.has('real-1/PromoteReplica')).toBe(false);
  expect(await asked(system)).toMatchObject({ kind: 'approval' });
  expect([...system.aws.world.breaches]).toEqual([]);
});

test('a failover that is resumed while its approval holds goes on where it stopped', async () => {
  const system = await stoppedAtPromotion();
  await resumedAfter(system, 60);
  expect(entered(system).filter((state) => state === 'RequestApproval')).toHaveLength(1);
  expect(system.aws.world.outcomes.has('real-1/PromoteReplica')).toBe(true);
});

test.each(['crash', 'access denied'] as const)(
  'a question that cannot be put does not end a real failover: it is put as soon as it can be (%s)',
  async (fault) => {
    const scenario = SCENARIOS.find(({ trouble }) => trouble);
    if (!scenario) throw new Error('there is no such scenario');
    const strike = { state: 'RequestDecision', point: 'before the call', fault, call: null } as const;
    const { aws, ended, breaches } = await runToRest(engine, scenario, { strike });
    const states = enteredIn(aws);
    expect(states.filter((state) => state === 'DecisionAskedSoon').length).toBeGreaterThan(1);
    expect(states.lastIndexOf('SwitchTraffic')).toBeGreaterThan(states.lastIndexOf('RequestDecision'));
    expect({ ended, breaches }).toEqual({ ended: 'SUCCEEDED', breaches: [] });
    expect(activeSite(aws.world)).toBe('west');
  },
);
