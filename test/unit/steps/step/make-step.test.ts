import { describe, expect, it } from 'vitest';
import type { StepEntry } from '../../../../lib/domain/record/entry.ts';
import { OUTCOMES } from '../../../../lib/domain/record/outcomes.ts';
import { RunAborted } from '../../../../lib/domain/failure.ts';
import { FailoverInput } from '../../../../lib/domain/run/failover-input.ts';
import { RunCommon } from '../../../../lib/domain/run/run-parts.ts';
import { makeStep } from '../../../../lib/steps/step/make-step.ts';
import { GENERATION, makeFakeLocks } from '../../../fakes/fake-locks.ts';
import { realEvent } from '../../../fakes/real-event.ts';
import { runInput } from '../../../fakes/run-input.ts';
import { EXECUTION, SEEN, stepEvent } from '../../../fakes/step-event.ts';
import { makeStepWorld, type StepWorld, superseded } from '../../../fakes/step-world.ts';

const AT = '2026-03-01T12:00:00.000000Z';
const OUTCOME = { activeSite: 'west', key: 'traffic/orders.json', etag: '"1"' };

const DEFERRED: StepEntry = {
  schemaVersion: 1,
  kind: 'outcome',
  state: 'PromoteReplica',
  attempt: 2,
  at: AT,
  data: { databases: [] },
};

function makeActing(world: StepWorld, { defersRecord = false, withIntent = true } = {}) {
  return makeStep(world, {
    state: 'SwitchTraffic',
    input: RunCommon,
    defersRecord,
    intent: () => (withIntent ? { key: 'traffic/orders.json' } : null),
    warm: async () => void world.journal.push('warmed'),
    act: async () => {
      world.journal.push('acted');
      return OUTCOME;
    },
  });
}

describe('a step', () => {
  it('has its intent on record and its generation checked before it acts, and its outcome after', async () => {
    const world = makeStepWorld();
    await makeActing(world)(stepEvent('SwitchTraffic', {}, { attempt: 1 }));
    expect(world.journal.slice(0, 2).toSorted()).toEqual([
      'locks.verify locks/orders.json 7',
      'record.append SwitchTraffic/1/intent',
    ]);
    expect(world.journal.slice(2)).toEqual(['acted', 'record.append SwitchTraffic/1/outcome']);
  });

  it('writes entries that say what, of which state and attempt, and when', async () => {
    const world = makeStepWorld();
    await makeActing(world)(stepEvent('SwitchTraffic', {}, { attempt: 1 }));
    expect(world.record.written).toEqual([
      {
        schemaVersion: 1,
        kind: 'intent',
        state: 'SwitchTraffic',
        attempt: 1,
        at: AT,
        data: { key: 'traffic/orders.json' },
      },
      { schemaVersion: 1, kind: 'outcome', state: 'SwitchTraffic', attempt: 1, at: AT, data: OUTCOME },
    ]);
  });

  it('does not act when a later run has taken the lock', async () => {
    const world = superseded(makeStepWorld());
    await expect(makeActing(world)(stepEvent('SwitchTraffic'))).rejects.toMatchObject({
      name: 'GenerationSuperseded',
      message: 'locks/orders.json: saw generation 8; expected generation 7',
    });
    expect(world.journal).not.toContain('acted');
  });

  it('does not act when its intent could not be written', async () => {
    const world = makeStepWorld();
    const record = { ...world.record, append: () => Promise.reject(new Error('the bucket said no')) };
    await expect(makeActing({ ...world, record })(stepEvent('SwitchTraffic'))).rejects.toThrow(
      /^the bucket said no$/,
    );
    expect(world.journal).not.toContain('acted');
  });

  it('acts without an intent when there is nothing to do, and then checks no generation', async () => {
    const world = superseded(makeStepWorld());
    await makeActing(world, { withIntent: false })(stepEvent('SwitchTraffic'));
    expect(world.journal).toEqual(['acted', 'record.append SwitchTraffic/0/outcome']);
  });

  it('checks no generation before the lock is taken', async () => {
    const world = makeStepWorld();
    await makeActing(world)({ ...stepEvent('SwitchTraffic'), outcomes: {} });
    expect(world.journal).toEqual([
      'record.append SwitchTraffic/0/intent',
      'acted',
      'record.append SwitchTraffic/0/outcome',
    ]);
  });

  it('hands its outcome on unwritten on the critical path, after those handed to it', async () => {
    const world = makeStepWorld();
    const step = makeActing(world, { defersRecord: true });
    const result = await step(stepEvent('SwitchTraffic', {}, { pending: [DEFERRED] }));
    expect(result).toEqual({
      outcome: OUTCOME,
      pending: [
        DEFERRED,
        { schemaVersion: 1, kind: 'outcome', state: 'SwitchTraffic', attempt: 0, at: AT, data: OUTCOME },
      ],
    });
    expect(world.record.written.map(({ kind }) => kind)).toEqual(['intent']);
  });

  it('writes what the critical path handed on, off the path', async () => {
    const world = makeStepWorld();
    const result = await makeActing(world)(stepEvent('SwitchTraffic', {}, { pending: [DEFERRED] }));
    expect(result).toEqual({ outcome: OUTCOME, pending: [] });
    expect(world.record.written).toContainEqual(DEFERRED);
  });

  it('goes the way of its intent on a dry run, and changes nothing', async () => {
    const world = makeStepWorld();
    const result = await makeActing(world)(stepEvent('SwitchTraffic', {}, { dryRun: true }));
    expect(result).toEqual({ outcome: null, pending: [] });
    expect(world.journal.toSorted()).toEqual([
      'locks.verify locks/orders.json 7',
      'record.rehearse',
      'warmed',
    ]);
    expect(world.record.written).toEqual([]);
  });

  it('refuses an event that is not a step event', async () => {
    const world = makeStepWorld();
    await expect(makeActing(world)({ run: {} })).rejects.toMatchObject({ name: 'ZodError' });
    expect(world.journal).toEqual([]);
  });

  it('tells a state that has not run from one that has', async () => {
    const world = makeStepWorld();
    const step = makeStep(world, {
      state: 'SealRecord',
      input: RunCommon,
      act: async ({ seen, maybe }) => {
        world.journal.push(`${maybe('PromoteReplica') === null} ${seen('InjectDisruption').experiment}`);
        seen('PromoteReplica');
        return { failure: null };
      },
    });
    const event = stepEvent('SealRecord', { InjectDisruption: SEEN.InjectDisruption });
    await expect(step(event)).rejects.toMatchObject({ name: 'ZodError' });
    expect(world.journal).toEqual(['true EXP1']);
  });
});

/** A run in which somebody has said that it is to end. */
function aborted(world: StepWorld): StepWorld {
  const wish = new RunAborted({
    subject: 'locks/orders.json, run run-1',
    seen: 'Ada asked at noon to abort it',
    limit: 'a run that nobody wants to end',
  });
  return { ...world, locks: { ...world.locks, verify: () => Promise.reject(wish) } };
}

describe('a run that somebody wants to end', () => {
  it('gives way at its next change', async () => {
    const world = aborted(makeStepWorld());
    await expect(makeActing(world)(stepEvent('SwitchTraffic'))).rejects.toMatchObject({
      name: 'RunAborted',
      message:
        'locks/orders.json, run run-1: saw Ada asked at noon to abort it; expected a run that nobody wants to end',
    });
    expect(world.journal).not.toContain('acted');
  });

  it.each([
    ['has promoted', stepEvent('SwitchTraffic', { PromoteReplica: SEEN.PromoteReplica })],
    ['was found to be past its promotion', stepEvent('SwitchTraffic', {}, { forward: true })],
    ['is on its way to its end', stepEvent('CleanUp')],
  ])('goes on where it %s', async (_, event) => {
    const world = aborted(makeStepWorld());
    await makeActing(world)(event);
    expect(world.journal).toContain('acted');
  });

  it('does not go on where it was superseded as well, however far it is', async () => {
    const world = superseded(makeStepWorld());
    const event = stepEvent('SwitchTraffic', { PromoteReplica: SEEN.PromoteReplica }, { forward: true });
    await expect(makeActing(world)(event)).rejects.toMatchObject({ name: 'GenerationSuperseded' });
    expect(world.journal).not.toContain('acted');
  });
});

describe('a step that asks for its lock while it works', () => {
  const VERIFY = 'locks.verify locks/orders.json 7';

  function asking(world: StepWorld, pausesMs: readonly number[]) {
    return makeStep(world, {
      state: 'SwitchTraffic',
      input: RunCommon,
      act: async ({ stillOwner }) => {
        for (const pauseMs of pausesMs) {
          await world.clock.sleep(pauseMs);
          await stillOwner();
        }
        return OUTCOME;
      },
    });
  }

  it('takes an answer for "right before" for less than a second', async () => {
    const world = makeStepWorld();
    await world.clock.drive(asking(world, [0, 500, 499.999])(stepEvent('SwitchTraffic')));
    expect(world.journal.filter((line) => line === VERIFY)).toHaveLength(1);
  });

  it('asks again after a second', async () => {
    const world = makeStepWorld();
    await world.clock.drive(asking(world, [0, 1_000, 1_000])(stepEvent('SwitchTraffic')));
    expect(world.journal.filter((line) => line === VERIFY)).toHaveLength(3);
  });

  it('keeps being refused within that second', async () => {
    const world = superseded(makeStepWorld());
    const step = makeStep(world, {
      state: 'SwitchTraffic',
      input: RunCommon,
      act: async ({ stillOwner }) => {
        await stillOwner().catch(() => undefined);
        await stillOwner();
        return OUTCOME;
      },
    });
    await expect(step(stepEvent('SwitchTraffic'))).rejects.toMatchObject({ name: 'GenerationSuperseded' });
  });
});

describe('a step that looks first', () => {
  function looking(world: StepWorld, changes = true) {
    return makeStep(world, {
      state: 'SwitchTraffic',
      input: RunCommon,
      looksFirst: true,
      intent: () => ({ key: 'traffic/orders.json' }),
      act: async ({ stillOwner }) => {
        world.journal.push('looked');
        if (changes) await stillOwner();
        world.journal.push('acted');
        return OUTCOME;
      },
    });
  }

  it('looks while its intent is being written, and changes nothing before that stands', async () => {
    const world = makeStepWorld();
    const { promise: standing, resolve: stand } = Promise.withResolvers<void>();
    const append: StepWorld['record']['append'] = async (run, entry) => {
      if (entry.kind === 'intent') await standing;
      return world.record.append(run, entry);
    };
    const done = looking({ ...world, record: { ...world.record, append } })(stepEvent('SwitchTraffic'));
    await world.clock.advance(1);
    expect(world.journal).toContain('looked');
    expect(world.journal).not.toContain('acted');
    stand();
    await done;
    expect(world.journal).toContain('acted');
  });

  it('changes nothing when its intent cannot be written, and fails with that', async () => {
    const world = makeStepWorld();
    const record = { ...world.record, append: () => Promise.reject(new Error('the bucket said no')) };
    await expect(looking({ ...world, record })(stepEvent('SwitchTraffic'))).rejects.toThrow(
      /^the bucket said no$/,
    );
    expect(world.journal).not.toContain('acted');
  });

  it('fails with an intent that cannot be written also where it had nothing to change', async () => {
    const world = makeStepWorld();
    const record = { ...world.record, append: () => Promise.reject(new Error('the bucket said no')) };
    await expect(looking({ ...world, record }, false)(stepEvent('SwitchTraffic'))).rejects.toThrow(
      /^the bucket said no$/,
    );
  });
});

describe('a state whose work a person has done by hand', () => {
  const PROVEN = { ...OUTCOME, etag: '"by hand"' };
  const takenOver = { state: 'SwitchTraffic', by: 'Ada', reason: 'switched in the console' };
  const adopted = { state: 'SwitchTraffic', at: AT, by: 'Grace', note: 'page 3 of the runbook' };
  const DECISION = {
    request: 'RequestDecision-0',
    kind: 'decision' as const,
    askedAt: AT,
    answeredAt: AT,
    planSha256: '0'.repeat(64),
    generation: 1,
    by: [],
  };

  const INTENT = () => ({ key: 'traffic/orders.json' });

  function handed(world: StepWorld, { changes = true, withProof = true } = {}) {
    return makeStep(world, {
      state: 'SwitchTraffic',
      input: FailoverInput,
      ...(changes && { intent: INTENT }),
      act: async () => {
        world.journal.push('acted');
        return OUTCOME;
      },
      ...(withProof && { proof: async () => PROVEN }),
    });
  }

  function realRun(actions: readonly (typeof adopted)[]) {
    return runInput({ scope: 'real', real: realEvent({ adopted: [...actions] }) });
  }

  it('is proven and not done again, and its intent says who did it', async () => {
    const world = makeStepWorld();
    const { outcome } = await handed(world)(stepEvent('SwitchTraffic', {}, { takenOver }));
    expect(outcome).toEqual(PROVEN);
    expect(world.journal).not.toContain('acted');
    expect(world.record.written[0]?.data).toEqual({
      byHand: { by: 'Ada', note: 'switched in the console', at: null, adopted: false },
    });
  });

  it('is looked at again by a step that only looks', async () => {
    const world = makeStepWorld();
    const looking = handed(world, { changes: false, withProof: false });
    const { outcome } = await looking(stepEvent('SwitchTraffic', {}, { takenOver }));
    expect(outcome).toEqual(OUTCOME);
  });

  it('is not done under the name of a person by a step that has no proof', async () => {
    const world = makeStepWorld();
    const work = handed(world, { withProof: false })(stepEvent('SwitchTraffic', {}, { takenOver }));
    await expect(work).rejects.toMatchObject({
      name: 'ByHandUnproven',
      message:
        "SwitchTraffic: saw a person's word; expected a proof that it was done by hand, which this state has none of: `npx muster retry`",
    });
    expect(world.journal).not.toContain('acted');
    expect(world.record.written).toEqual([]);
  });

  it('is done by the run where an input adopts what no proof is for', async () => {
    const world = makeStepWorld();
    const step = makeStep(world, {
      state: 'StartHeartbeat',
      input: FailoverInput,
      intent: INTENT,
      act: async () => OUTCOMES.StartHeartbeat.parse(SEEN.StartHeartbeat),
    });
    const run = realRun([{ ...adopted, state: 'StartHeartbeat' }]);
    await step(stepEvent('StartHeartbeat', {}, { run }));
    expect(world.record.written[0]?.data).toEqual(INTENT());
  });

  it('does not speak for other states', async () => {
    const world = makeStepWorld();
    const other = { ...takenOver, state: 'StopBackgroundJobs' };
    await handed(world)(stepEvent('SwitchTraffic', {}, { takenOver: other }));
    expect(world.journal).toContain('acted');
    expect(world.record.written[0]?.data).toEqual({ key: 'traffic/orders.json' });
  });

  it('is proven where it was adopted from a runbook, and says when it was done', async () => {
    const world = makeStepWorld();
    const actions = [{ ...adopted, state: 'StopBackgroundJobs' }, adopted];
    const { outcome } = await handed(world)(stepEvent('SwitchTraffic', {}, { run: realRun(actions) }));
    expect(outcome).toEqual(PROVEN);
    expect(world.record.written[0]?.data).toEqual({
      byHand: { by: 'Grace', note: 'page 3 of the runbook', at: AT, adopted: true },
    });
  });

  it('is done by the run once a person has said so of what was adopted and could not be proven', async () => {
    const world = makeStepWorld();
    const decision = (about: string, answer: 'retry' | 'take-over') => ({
      RequestDecision: { ...DECISION, about, answer },
    });
    const run = realRun([adopted]);
    await handed(world)(stepEvent('SwitchTraffic', decision('SwitchTraffic', 'retry'), { run }));
    expect(world.journal).toContain('acted');
    for (const other of [decision('PromoteReplica', 'retry'), decision('SwitchTraffic', 'take-over')]) {
      const { outcome } = await handed(makeStepWorld())(stepEvent('SwitchTraffic', other, { run }));
      expect(outcome).toEqual(PROVEN);
    }
  });

  it('is done by the run where nothing of the kind was adopted', async () => {
    const world = makeStepWorld();
    await handed(world)(stepEvent('SwitchTraffic', {}, { run: realRun([]) }));
    expect(world.journal).toContain('acted');
  });
});

describe('a run that another execution finishes', () => {
  const failure = { state: 'PromoteReplica', error: 'RunEnded', cause: 'ABORTED' };
  const finish = {
    executionArn: 'arn:dead',
    firstAttempt: 3,
    outcomes: {},
    undecided: ['InjectDisruption'],
    failure,
    sealed: false,
  };

  async function seenBy(event: ReturnType<typeof stepEvent>) {
    const world = makeStepWorld();
    const seen: unknown[] = [];
    const step = makeStep(world, {
      state: 'SealRecord',
      input: RunCommon,
      act: async ({ event: { executionArn, finishArn, attempt }, undecided }) => {
        seen.push({
          executionArn,
          finishArn,
          attempt,
          undecided: (['PromoteReplica', 'InjectDisruption', 'ApplyConditions'] as const).filter(undecided),
        });
        return { failure: null };
      },
    });
    await step(event);
    return { seen: seen[0], written: world.record.written };
  }

  it('stays who it was, and its entries follow those it has', async () => {
    const { seen, written } = await seenBy(
      stepEvent('SealRecord', {}, { run: runInput({ finish }), attempt: 2 }),
    );
    expect(seen).toEqual({
      executionArn: 'arn:dead',
      finishArn: EXECUTION,
      attempt: 5,
      undecided: ['InjectDisruption'],
    });
    expect(written).toMatchObject([{ kind: 'outcome', attempt: 5 }]);
  });

  it('takes for undecided what failed and what was begun, but not what has an outcome', async () => {
    const run = runInput({ finish });
    const { seen } = await seenBy(stepEvent('SealRecord', {}, { run, failure }));
    expect(seen).toMatchObject({ undecided: ['PromoteReplica', 'InjectDisruption'] });
    const outcomes = { PromoteReplica: SEEN.PromoteReplica, InjectDisruption: SEEN.InjectDisruption };
    const decided = await seenBy(stepEvent('SealRecord', outcomes, { run, failure }));
    expect(decided.seen).toMatchObject({ undecided: [] });
  });

  it('takes for undecided also what was left out after it had failed', async () => {
    const skipped = ['InjectDisruption', 'ApplyConditions'];
    const { seen } = await seenBy(stepEvent('SealRecord', {}, { failure, skipped }));
    expect(seen).toMatchObject({ undecided: ['PromoteReplica', 'InjectDisruption', 'ApplyConditions'] });
  });

  it('is nothing of the kind when nobody finishes it', async () => {
    const { seen } = await seenBy(stepEvent('SealRecord', {}, { attempt: 2 }));
    expect(seen).toEqual({ executionArn: EXECUTION, finishArn: undefined, attempt: 2, undecided: [] });
  });
});

describe('a dry run', () => {
  it('asks for no lock before one was taken', async () => {
    const world = makeStepWorld();
    await makeActing(world)({ ...stepEvent('SwitchTraffic'), outcomes: {}, dryRun: true });
    expect(world.journal.toSorted()).toEqual(['record.rehearse', 'warmed']);
  });

  it('says so when the lock is not the run’s any more', async () => {
    const world = makeStepWorld();
    const locks = makeFakeLocks(world.journal, { generation: GENERATION + 1 });
    const dry = makeActing({ ...world, locks })(stepEvent('SwitchTraffic', {}, { dryRun: true }));
    await expect(dry).rejects.toMatchObject({ name: 'GenerationSuperseded' });
  });

  it('needs nothing to get ready for', async () => {
    const world = makeStepWorld();
    const step = makeStep(world, {
      state: 'SealRecord',
      input: RunCommon,
      act: async () => ({ failure: null }),
    });
    await expect(step(stepEvent('SealRecord', {}, { dryRun: true }))).resolves.toEqual({
      outcome: null,
      pending: [],
    });
    expect(world.record.written).toEqual([]);
  });
});
