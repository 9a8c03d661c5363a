import { describe, expect, it } from 'vitest';
import { LockHeld, RegionUnreachable, ThrottledUnknown } from '../../../lib/domain/failure.ts';
import type { HistoryEvent } from '../../../lib/domain/record/history-event.ts';
import { LEVER_KEY } from '../../../lib/domain/run/safety-lever.ts';
import type { LockGrant } from '../../../lib/ports/locks.ts';
import { makeAcquireLock } from '../../../lib/steps/acquire-lock.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { EXECUTION, stepEvent } from '../../fakes/step-event.ts';
import { allChangesOf, makeStepWorld } from '../../fakes/step-world.ts';
import { runInput } from '../../fakes/run-input.ts';

const event = { ...stepEvent('AcquireLock'), outcomes: {} };

const GRANT = { key: 'locks/orders.json', owner: EXECUTION, generation: 7 };
const CALL = { id: 1, type: '', at: NOON, state: null, error: null, cause: null };

const held = new LockHeld({
  subject: 'locks/orders.json',
  seen: 'run other (RUNNING, not cleaned up)',
  limit: 'a lock that is free, or whose run has ended and cleaned up',
});

describe('AcquireLock', () => {
  it('takes the locks of both sites for its execution, after its intent, in the order of their names', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeAcquireLock(world)(event);
    expect(outcome).toEqual({
      site: 'west',
      key: 'locks/orders.json',
      owner: EXECUTION,
      generation: 7,
      takenOverFrom: null,
      preempted: null,
      alsoTaken: [{ site: 'north', generation: 3 }],
      notTaken: [],
    });
    expect(world.journal).toEqual([
      'record.append AcquireLock/0/intent',
      'primaryLocks.acquire locks/orders.json',
      'locks.acquire locks/orders.json',
      'objects.get safety-lever.json',
      'record.append AcquireLock/0/outcome',
    ]);
  });

  it('gives back what it took while the safety lever is engaged, and says who has engaged it', async () => {
    const lever = {
      schemaVersion: 1,
      state: 'engaged',
      by: 'Ada',
      reason: 'a sale',
      at: '2026-03-01T11:00:00.000000Z',
    };
    const texts = (state: string) => ({ [LEVER_KEY]: JSON.stringify({ ...lever, state }) });
    const world = makeStepWorld({ texts: texts('engaged') });
    await expect(makeAcquireLock(world)(event)).rejects.toMatchObject({
      name: 'LeverEngaged',
      message:
        'safety lever of west: saw engaged by Ada at 2026-03-01 11:00:00 UTC: a sale; expected a lever that is disengaged: `npx muster lever release`',
    });
    expect(world.journal.filter((line) => line.includes('ocks.'))).toEqual([
      'primaryLocks.acquire locks/orders.json',
      'locks.acquire locks/orders.json',
      expect.stringContaining('locks.release locks/orders.json'),
      expect.stringContaining('primaryLocks.release locks/orders.json'),
    ]);
    const unread = { ...makeStepWorld(), objects: { get: () => Promise.reject(new Error('AccessDenied')) } };
    await expect(makeAcquireLock(unread)(event)).rejects.toThrow('AccessDenied');
    expect(unread.journal.filter((line) => line.includes('release'))).toHaveLength(2);
    const released = makeAcquireLock(makeStepWorld({ texts: texts('disengaged') }));
    await expect(released(event)).resolves.toMatchObject({ outcome: { site: 'west' } });
    // A real event is not kept from beginning: it heeds the lever where it can be asked about it.
    const real = { ...event, run: runInput({ scope: 'real', preempt: true }) };
    const begun = makeAcquireLock(makeStepWorld({ texts: texts('engaged') }));
    await expect(begun(real)).resolves.toMatchObject({ outcome: { site: 'west' } });
  });

  it('takes none for a run that moves the service and says that it is isolated', async () => {
    const world = makeStepWorld();
    const isolated = { ...event, run: runInput({ scope: 'isolated' }) };
    await expect(makeAcquireLock(world)(isolated)).rejects.toMatchObject({ name: 'IsolationBreached' });
    await expect(makeAcquireLock(world)(isolated)).rejects.toThrow(
      'run run-1: saw a failover of scope isolated, which changes what production uses; expected a rehearsal on a sandbox, or a drill whose plan says that it is live',
    );
    expect(world.journal).not.toContain('locks.acquire locks/orders.json');
    expect(world.journal).not.toContain('primaryLocks.acquire locks/orders.json');
  });

  it('takes them in the other order when the sites are named the other way round', async () => {
    const world = makeStepWorld();
    const { primary, recovery } = event.run.sites;
    const sites = { primary: { ...primary, name: 'zulu' }, recovery };
    const { outcome } = await makeAcquireLock(world)({ ...event, run: { ...event.run, sites } });
    expect(outcome).toMatchObject({ site: 'west', alsoTaken: [{ site: 'zulu', generation: 3 }] });
    expect(world.journal.slice(1, 3)).toEqual([
      'locks.acquire locks/orders.json',
      'primaryLocks.acquire locks/orders.json',
    ]);
  });

  it('writes down which lock it is about to take', async () => {
    const world = makeStepWorld();
    await makeAcquireLock(world)(event);
    expect(world.record.written[0]).toMatchObject({ kind: 'intent', data: { key: 'locks/orders.json' } });
  });

  it('says from whom it took the lock of the primary site, where that of the other was free', async () => {
    const world = makeStepWorld();
    const takenOver = { owner: 'arn:old', run: 'run-0', preemptedAt: null };
    const primaryLocks = { ...world.primaryLocks, acquire: async () => ({ ...GRANT, takenOver }) };
    const { outcome } = await world.clock.drive(makeAcquireLock({ ...world, primaryLocks })(event));
    expect(outcome).toMatchObject({ takenOverFrom: 'arn:old', preempted: null });
  });

  it('gives nothing back where it took nothing', async () => {
    const world = makeStepWorld();
    const unreachable = new RegionUnreachable({ subject: 's3', seen: 'TimeoutError', limit: 'an answer' });
    const primaryLocks = { ...world.primaryLocks, acquire: () => Promise.reject(unreachable) };
    const locks = { ...world.locks, acquire: () => Promise.reject(held) };
    await expect(makeAcquireLock({ ...world, locks, primaryLocks })(event)).rejects.toThrow(held.message);
    expect(world.journal.filter((line) => line.includes('release'))).toEqual([]);
  });

  it('goes on without the lock of a site that cannot be reached, and says so', async () => {
    const world = makeStepWorld();
    const unreachable = new RegionUnreachable({
      subject: 's3://north-bucket/locks/orders.json',
      seen: 'TimeoutError',
      limit: 'an answer within 2 s',
    });
    const primaryLocks = { ...world.primaryLocks, acquire: () => Promise.reject(unreachable) };
    const { outcome } = await makeAcquireLock({ ...world, primaryLocks })(event);
    expect(outcome).toMatchObject({
      generation: 7,
      alsoTaken: [],
      notTaken: [
        {
          site: 'north',
          reason: 's3://north-bucket/locks/orders.json: saw TimeoutError; expected an answer within 2 s',
        },
      ],
    });
  });

  describe('when the region that is lost answers, and gives no lock', () => {
    const failing = new ThrottledUnknown({ subject: 's3', seen: 'InternalError', limit: 'an answer' });
    const denied = Object.assign(new Error('Access Denied'), { name: 'AccessDenied', $fault: 'client' });
    const holderOf = (owner: string) => ({ ...GRANT, owner, run: 'run-9', generation: 3 });
    const take = (error: Error, scope: 'real' | 'rehearsal', owner = EXECUTION) => {
      const world = makeStepWorld();
      const acquire = async () => {
        throw error;
      };
      const primaryLocks = { ...world.primaryLocks, acquire, holder: async () => holderOf(owner) };
      return makeAcquireLock({ ...world, primaryLocks })({ ...event, run: runInput({ scope }) });
    };

    it.each([failing, denied])(
      'is recorded as not taken by a real run, and refuses a drill: $name',
      async (error) => {
        const { outcome } = await take(error, 'real');
        expect(outcome).toMatchObject({
          alsoTaken: [],
          notTaken: [{ site: 'north', reason: error.message }],
        });
        await expect(take(error, 'rehearsal')).rejects.toBe(error);
      },
    );

    it('refuses a real run too where another run is seen to hold it', async () => {
      await expect(take(failing, 'real', 'arn:another')).rejects.toBe(failing);
      await expect(take(held, 'real')).rejects.toBe(held);
    });
  });

  it.each(['locks', 'primaryLocks'] as const)('fails when another run holds one of the %s', async (name) => {
    const world = makeStepWorld();
    const locks = { ...world[name], acquire: () => Promise.reject(held) };
    await expect(makeAcquireLock({ ...world, [name]: locks })(event)).rejects.toMatchObject({
      name: 'LockHeld',
      message:
        'locks/orders.json: saw run other (RUNNING, not cleaned up); expected a lock that is free, or whose run has ended and cleaned up',
    });
    expect(world.record.written.map(({ kind }) => kind)).toEqual(['intent']);
  });

  it('gives back the lock that it took when the other one is held', async () => {
    const world = makeStepWorld();
    const locks = { ...world.locks, acquire: () => Promise.reject(held) };
    await expect(makeAcquireLock({ ...world, locks })(event)).rejects.toThrow(held.message);
    expect(world.journal).toContain('primaryLocks.release locks/orders.json 3');
  });

  it('fails when the mandatory lock cannot be reached', async () => {
    const world = makeStepWorld();
    const unreachable = new RegionUnreachable({ subject: 's3', seen: 'TimeoutError', limit: 'an answer' });
    const locks = { ...world.locks, acquire: () => Promise.reject(unreachable) };
    await expect(makeAcquireLock({ ...world, locks })(event)).rejects.toBe(unreachable);
  });

  describe('when it pre-empts a drill', () => {
    const raisedAt = '2026-03-01T12:00:00.000000Z';
    const takenOver = { owner: 'arn:old', run: 'run-0', preemptedAt: raisedAt };
    const scheduled = { ...CALL, type: 'TaskScheduled' };

    function preempting(history: (seconds: number) => readonly HistoryEvent[]) {
      const world = makeStepWorld();
      const seconds = () => Number(world.clock.monotonicNs()) / 1e9;
      return {
        ...world,
        locks: { ...world.locks, acquire: async () => ({ ...GRANT, takenOver }) },
        workflows: { ...world.workflows, history: async () => history(seconds()) },
      };
    }

    it('waits until the call in flight is answered, and says so', async () => {
      const world = preempting((seconds) => [
        scheduled,
        ...(seconds < 4 ? [] : [{ ...CALL, type: 'TaskSucceeded' }]),
      ]);
      const { outcome } = await world.clock.drive(makeAcquireLock(world)(event));
      expect(outcome).toMatchObject({
        takenOverFrom: 'arn:old',
        preempted: { run: 'run-0', at: raisedAt, waitedSeconds: 4, because: 'its last call was answered' },
      });
    });

    it('believes the history no sooner than a second after it raised the generation', async () => {
      const looks: number[] = [];
      const world = preempting((seconds) => {
        looks.push(seconds);
        return [];
      });
      const { outcome } = await world.clock.drive(makeAcquireLock(world)(event));
      expect(looks).toEqual([1]);
      expect(outcome).toMatchObject({
        preempted: { waitedSeconds: 1, because: 'its last call was answered' },
      });
    });

    it('waits for nothing more when it is tried again later', async () => {
      const world = preempting(() => []);
      await world.clock.advance(20_000);
      const { outcome } = await makeAcquireLock(world)(event);
      expect(outcome).toMatchObject({ preempted: { waitedSeconds: 20 } });
    });

    it('is to be tried again while the call may still have an effect', async () => {
      const world = preempting(() => [scheduled]);
      await expect(world.clock.drive(makeAcquireLock(world)(event))).rejects.toMatchObject({
        name: 'PreemptionPending',
        message:
          'run run-0: saw a call that is not answered and may have an effect for 290 s more; expected no call of the run whose lock it was',
      });
    });

    describe('of which Step Functions knows no history', () => {
      const forgotten = () => {
        throw new Error('ExecutionDoesNotExist');
      };

      it('takes the last call for one of the moment when it raised the generation', async () => {
        const world = preempting(forgotten);
        await expect(world.clock.drive(makeAcquireLock(world)(event))).rejects.toMatchObject({
          name: 'PreemptionPending',
          message:
            'run run-0: saw calls that cannot be read (ExecutionDoesNotExist): one may have an effect for 290 s more; expected no call of the run whose lock it was',
        });
      });

      it('goes on when no function of that moment can run any more, and says why it has waited', async () => {
        const world = preempting(forgotten);
        await world.clock.advance(304_000);
        const { outcome } = await world.clock.drive(makeAcquireLock(world)(event));
        expect(outcome).toMatchObject({
          preempted: {
            waitedSeconds: 305,
            because:
              'its last call can have no effect any more (what it called could not be read: ExecutionDoesNotExist)',
          },
        });
      });

      it('is kept by it where the run had ended: then nothing says when its calls began', async () => {
        const world = preempting(forgotten);
        const locks = {
          ...world.locks,
          acquire: async () => ({ ...GRANT, takenOver: { ...takenOver, preemptedAt: null } }),
        };
        await expect(world.clock.drive(makeAcquireLock({ ...world, locks })(event))).rejects.toThrow(
          'ExecutionDoesNotExist',
        );
      });
    });

    describe('that had ended and is being finished by another execution', () => {
      const answered = [scheduled, { ...CALL, type: 'TaskSucceeded' }];

      /** The run's own execution has been answered; the second of those that finish it is, after so many seconds. */
      function finishing(over: LockGrant['takenOver']) {
        const world = makeStepWorld();
        const seconds = () => Number(world.clock.monotonicNs()) / 1e9;
        const statuses: Readonly<Record<string, string>> = {
          'arn:old-finish-1': 'FAILED',
          'arn:old-finish-2': 'RUNNING',
        };
        const workflows = {
          ...world.workflows,
          status: async (arn: string) => statuses[arn] ?? null,
          history: async (arn: string) =>
            arn === 'arn:old-finish-2' && seconds() < 6 ? [scheduled] : answered,
        };
        const locks = { ...world.locks, acquire: async () => ({ ...GRANT, takenOver: over }) };
        return { ...world, locks, workflows };
      }

      it('waits for the call of that one, though the drill itself has none in flight', async () => {
        const world = finishing(takenOver);
        const { outcome } = await world.clock.drive(makeAcquireLock(world)(event));
        expect(outcome).toMatchObject({
          takenOverFrom: 'arn:old',
          preempted: { waitedSeconds: 6, because: 'its last call was answered' },
        });
      });

      it('waits for it also where the drill had cleaned up, so that its lock was to be had by anyone', async () => {
        const world = finishing({ ...takenOver, preemptedAt: null });
        const { outcome } = await world.clock.drive(makeAcquireLock(world)(event));
        expect(world.clock.monotonicNs()).toBe(6_000_000_000n);
        expect(outcome).toMatchObject({ takenOverFrom: 'arn:old', preempted: null });
      });
    });

    describe('and its two locks came from two runs', () => {
      const other = { owner: 'arn:other', run: 'run-8', preemptedAt: raisedAt };

      function fromTwo(over: LockGrant['takenOver']) {
        const world = preempting(() => []);
        const workflows = {
          ...world.workflows,
          history: async (arn: string) =>
            arn === 'arn:other' && world.clock.monotonicNs() < 3_000_000_000n ? [scheduled] : [],
        };
        const locks = { ...world.locks, acquire: async () => ({ ...GRANT, takenOver: over }) };
        const primaryLocks = {
          ...world.primaryLocks,
          acquire: async () => ({ ...GRANT, generation: 3, takenOver: other }),
        };
        return { ...world, locks, primaryLocks, workflows };
      }

      it.each([
        ['that it has pre-empted', takenOver, 1],
        ['that had ended', { ...takenOver, preemptedAt: null }, null],
      ])('waits for the other one beside one %s, and names both', async (_, over, waitedSeconds) => {
        const world = fromTwo(over);
        const { outcome } = await world.clock.drive(makeAcquireLock(world)(event));
        expect(outcome).toMatchObject({
          takenOverFrom: 'arn:old',
          preempted: waitedSeconds === null ? null : { run: 'run-0', waitedSeconds },
          alsoTaken: [
            {
              site: 'north',
              generation: 3,
              takenOverFrom: 'arn:other',
              preempted: { run: 'run-8', waitedSeconds: 3, because: 'its last call was answered' },
            },
          ],
        });
      });

      it('names one once from which it took both', async () => {
        const world = fromTwo(other);
        const { outcome } = await world.clock.drive(makeAcquireLock(world)(event));
        expect(outcome).toMatchObject({
          takenOverFrom: 'arn:other',
          alsoTaken: [{ site: 'north', generation: 3 }],
        });
        expect(JSON.stringify(outcome).match(/arn:other/g)).toHaveLength(1);
      });
    });

    it('goes on once time-outs have ended a call that was never answered', async () => {
      const world = preempting(() => [{ ...scheduled, at: CALL.at - 300e6 }]);
      const { outcome } = await world.clock.drive(makeAcquireLock(world)(event));
      expect(outcome).toMatchObject({
        preempted: { waitedSeconds: 5, because: 'its last call can have no effect any more' },
      });
    });
  });

  it('changes nothing on a dry run', async () => {
    const world = makeStepWorld();
    await makeAcquireLock(world)({ ...event, dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
  });
});
