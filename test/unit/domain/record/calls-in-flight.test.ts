import { expect, it } from 'vitest';
import { type CallEvent, lastCallMayActUntil } from '../../../../lib/domain/record/calls-in-flight.ts';

const LIMITS = { functionSeconds: 300, requestSeconds: 5 };

function events(...types: readonly (string | readonly [string, string])[]): readonly CallEvent[] {
  return types.map((event, index) => {
    const [type, error] = typeof event === 'string' ? [event, null] : event;
    return { type, error, at: index * 1e6 };
  });
}

it.each([
  ['nothing was called', events('ExecutionStarted')],
  ['the call was answered', events('TaskScheduled', 'TaskStarted', 'TaskSucceeded')],
  ['the call answered with an error of its own', events('TaskScheduled', ['TaskFailed', 'LockHeld'])],
  ['the function has handed on its token', events('TaskScheduled', 'TaskStarted', 'TaskSubmitted')],
])('nothing is in flight when %s', (_, history) => {
  expect(lastCallMayActUntil(history, LIMITS)).toBeNull();
});

it.each([
  ['is under way', events('TaskScheduled', 'TaskStarted')],
  ['was under way when its execution was stopped', events('TaskScheduled', 'ExecutionAborted')],
  ['ran out of time as the engine sees it', events('TaskScheduled', 'TaskTimedOut', 'TaskStateExited')],
  ['was given up by its state', events('TaskScheduled', ['TaskFailed', 'States.Timeout'])],
  ['was lost from sight, unknown', events('TaskScheduled', ['TaskFailed', 'Lambda.Unknown'])],
  ['was lost in the service', events('TaskScheduled', ['TaskFailed', 'Lambda.ServiceException'])],
  ['was lost in AWS Lambda', events('TaskScheduled', ['TaskFailed', 'Lambda.AWSLambdaException'])],
  ['was lost on its way', events('TaskScheduled', ['TaskFailed', 'Lambda.SdkClientException'])],
])('a call that %s may act until its function has ended, and what it sent has arrived', (_, history) => {
  expect(lastCallMayActUntil(history, LIMITS)).toBe(305e6);
});

it.each(['Runtime.ExitError', 'Sandbox.Timedout'])(
  'a request of a function that was cut off (%s) may still be on its way',
  (error) => {
    expect(lastCallMayActUntil(events('TaskScheduled', ['TaskFailed', error]), LIMITS)).toBe(6e6);
  },
);

it('the latest of several that were not seen to end counts', () => {
  const history = events('TaskScheduled', 'TaskTimedOut', 'TaskScheduled', 'TaskStarted');
  expect(lastCallMayActUntil(history, LIMITS)).toBe(307e6);
});

it('a call counts still that was under way when its execution was stopped, once it goes on with other calls', () => {
  const history = events(
    'TaskScheduled',
    'ExecutionAborted',
    'ExecutionRedriven',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
  );
  expect(lastCallMayActUntil(history, LIMITS)).toBe(305e6);
});
