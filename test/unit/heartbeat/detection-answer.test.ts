import { describe, expect, it } from 'vitest';
import { type Detected, DetectionAnswer } from '../../../lib/heartbeat/detection-answer.ts';
import { makeFakeWorkflows } from '../../fakes/fake-workflows.ts';
import { makeManualClock, NOON } from '../../fakes/manual-clock.ts';

const PENDING = { kind: 'outcome', state: 'InjectDisruption' };
const WAITING = { taskToken: 'token-1', state: 'AwaitDetection', attempt: 1, pending: [PENDING] };
const DETECTED: Detected = {
  at: NOON - 250_000,
  evidence: [
    {
      vantage: 'eu-west-1',
      subject: 'endpoint',
      seen: 'a server answered',
      shows: 'life',
      at: '2026-03-01T11:59:59.700000Z',
    },
  ],
};

function makeAnswer(fail: (token: string) => Promise<boolean> | null = () => null) {
  const workflows = makeFakeWorkflows();
  const completeTask = (token: string, output: unknown) =>
    fail(token) ?? workflows.completeTask(token, output);
  const answer = new DetectionAnswer({ clock: makeManualClock(), workflows: { ...workflows, completeTask } });
  return { answer, workflows };
}

describe('the answer of a detection', () => {
  it('gets ready with a token that nobody waits for, also when that is refused', async () => {
    const asked: string[] = [];
    const { answer, workflows } = makeAnswer((token) => {
      asked.push(token);
      return Promise.reject(new Error('InvalidToken'));
    });
    await answer.prepare();
    expect(asked).toEqual(Array.from({ length: 3 }, () => 'nobody-waits-for-this'));
    expect(workflows.answers).toEqual([]);
  });

  it('carries the outcome, after what was still to be written', async () => {
    const { answer, workflows } = makeAnswer();
    await answer.give(WAITING, DETECTED);
    const outcome = {
      detected: true,
      at: '2026-03-01T11:59:59.750000Z',
      via: 'token',
      finding: 'service-lost',
      evidence: DETECTED.evidence,
    };
    const entry = {
      schemaVersion: 1,
      kind: 'outcome',
      state: 'AwaitDetection',
      attempt: 1,
      at: '2026-03-01T12:00:00.000000Z',
      data: outcome,
    };
    expect(workflows.answers).toEqual([{ token: 'token-1', output: { outcome, pending: [PENDING, entry] } }]);
  });

  it('is given once to each token', async () => {
    const { answer, workflows } = makeAnswer();
    await answer.give(WAITING, DETECTED);
    await answer.give(WAITING, DETECTED);
    await answer.give({ ...WAITING, taskToken: 'token-2' }, DETECTED);
    expect(workflows.answers.map(({ token }) => token)).toEqual(['token-1', 'token-2']);
  });

  it('waits for both a detection and somebody who wants to know', async () => {
    const { answer, workflows } = makeAnswer();
    await answer.give(null, DETECTED);
    await answer.give(WAITING, null);
    expect(workflows.answers).toEqual([]);
  });

  it('is given again when the first call failed', async () => {
    const failures = [Promise.reject(new Error('throttled'))];
    failures[0]?.catch(() => {});
    const { answer, workflows } = makeAnswer(() => failures.shift() ?? null);
    await expect(answer.give(WAITING, DETECTED)).resolves.toBeUndefined();
    expect(workflows.answers).toEqual([]);
    await answer.give(WAITING, DETECTED);
    expect(workflows.answers).toHaveLength(1);
  });

  it('is not given again to a token that nobody awaits any more', async () => {
    const asked: string[] = [];
    const { answer } = makeAnswer(async (token) => {
      asked.push(token);
      return false;
    });
    await answer.give(WAITING, DETECTED);
    await answer.give(WAITING, DETECTED);
    expect(asked).toEqual(['token-1']);
  });
});
