import { describe, expect, it } from 'vitest';
import { claimEnded } from '../../../lib/cli/claim-ended.ts';
import { goOnAgain } from '../../../lib/cli/go-on-again.ts';
import { makeObjectRecord } from '../../../lib/aws/object-record.ts';
import { Conflict } from '../../../lib/domain/failure.ts';
import { formatInstant } from '../../../lib/domain/instant.ts';
import type { HistoryEvent } from '../../../lib/domain/record/history-event.ts';
import { makeFakeExecutions } from '../../fakes/fake-executions.ts';
import { makeFakeWorkflows } from '../../fakes/fake-workflows.ts';
import type { Journal } from '../../fakes/journal.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';

const WISH = {
  by: 'Ben',
  reason: 'the orchestrator died',
  advice: { recommendation: 'fail over', reason: 'the region is silent' },
  at: NOON,
} as const;
const ENDED = { run: 'run-1', executionArn: 'arn:of:run-1' };

function eventOf(type: string): HistoryEvent {
  return { id: 1, type, at: 0, state: null, error: null, cause: null };
}

/** Of an execution that has ended once more than it was made to go on. */
function redriven(times: number): readonly HistoryEvent[] {
  const ended = eventOf('ExecutionAborted');
  return [ended, ...Array.from({ length: times }, () => [eventOf('ExecutionRedriven'), ended]).flat()];
}

function portsWith(times = 0, history = redriven(times)) {
  const journal: Journal = [];
  return {
    journal,
    objects: makeMemoryObjects(),
    workflows: makeFakeWorkflows([], { history }),
    executions: makeFakeExecutions(journal),
  };
}

describe('an execution that has ended', () => {
  it('is made to go on, or finished, and never both: of two at once one is refused', async () => {
    for (const order of [
      ['redrive', 'finish'],
      ['finish', 'redrive'],
    ] as const) {
      const ports = portsWith();
      const claims = await Promise.allSettled(order.map((as) => claimEnded(ports, ENDED, as)));
      expect(claims.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    }
  });

  it('says what somebody else is about to do, and which command does it also where that one has died', async () => {
    const [toGoOn, toFinish] = [portsWith(), portsWith()];
    await claimEnded(toGoOn, ENDED, 'redrive');
    await expect(claimEnded(toGoOn, ENDED, 'finish')).rejects.toThrow(
      'run run-1 is being made to go on by somebody: `npx muster resume run-1` goes on with it',
    );
    await claimEnded(toFinish, ENDED, 'finish');
    await expect(claimEnded(toFinish, ENDED, 'redrive')).rejects.toThrow(
      'run run-1 is being brought to its end by somebody: `npx muster clean` does so',
    );
  });

  it('is claimed by all who want the same, under one token', async () => {
    const ports = portsWith();
    const claims = await Promise.all([1, 2].map(() => claimEnded(ports, ENDED, 'redrive')));
    expect(claims).toEqual(
      [1, 2].map(() => ({ key: 'runs/run-1/claims/0.json', token: 'end-0', redrives: 0 })),
    );
  });

  it('is claimed anew each time that it has ended', async () => {
    const ports = portsWith();
    await claimEnded(ports, ENDED, 'redrive');
    const later = { ...portsWith(1), objects: ports.objects };
    await expect(claimEnded(later, ENDED, 'finish')).resolves.toMatchObject({
      key: 'runs/run-1/claims/1.json',
    });
  });

  it('is claimed by nobody before it has ended again', async () => {
    const goesOn = portsWith(0, [eventOf('ExecutionAborted'), eventOf('ExecutionRedriven')]);
    await expect(claimEnded(goesOn, ENDED, 'finish')).rejects.toThrow(
      'the history of run run-1 does not end: somebody has made it go on',
    );
    expect(goesOn.objects.stored()).toEqual({});
  });

  it('gives up as a conflict what others change for ever', async () => {
    const ports = portsWith();
    const limit = 'an object that is still the same';
    const put = () => Promise.reject(new Conflict({ subject: 'k', seen: 'another', limit }));
    await expect(
      claimEnded({ ...ports, objects: { ...ports.objects, put } }, ENDED, 'finish'),
    ).rejects.toMatchObject({ name: 'Conflict' });
  });
});

describe('an execution that is made to go on', () => {
  it('is redriven under the claim', async () => {
    const ports = portsWith(2);
    await goOnAgain(ports, ENDED, WISH);
    expect(ports.journal).toEqual(['executions.redrive arn:of:run-1 end-2']);
  });

  it('has on record by whose word and why, of two at once by the word of the first', async () => {
    const ports = portsWith(2);
    await goOnAgain(ports, ENDED, WISH);
    await goOnAgain(ports, ENDED, { ...WISH, by: 'Cleo' });
    const { by, reason, advice } = WISH;
    expect(await makeObjectRecord(ports.objects).entries('run-1')).toEqual([
      {
        schemaVersion: 1,
        kind: 'outcome',
        state: 'Resume',
        attempt: 300_000,
        at: formatInstant(NOON),
        data: { by, reason, advice },
      },
    ]);
  });

  it('is not where it is being finished', async () => {
    const ports = portsWith();
    await claimEnded(ports, ENDED, 'finish');
    await expect(goOnAgain(ports, ENDED, WISH)).rejects.toThrow('is being brought to its end');
    expect(ports.journal).toEqual([]);
  });

  it('is for others to finish where it cannot go on, and for nobody else where that is not known', async () => {
    const refusedBy = async (seen: Error) => {
      const ports = portsWith();
      const executions = { redrive: () => Promise.reject(seen) };
      await expect(goOnAgain({ ...ports, executions }, ENDED, WISH)).rejects.toBe(seen);
      return claimEnded(ports, ENDED, 'finish');
    };
    const limit = 'an execution that can go on';
    await expect(
      refusedBy(new Conflict({ subject: 'arn:of:run-1', seen: 'too old', limit })),
    ).resolves.toMatchObject({ token: 'end-0' });
    await expect(refusedBy(new Error('no answer'))).rejects.toThrow('is being made to go on');
  });
});
