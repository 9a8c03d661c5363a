import { describe, expect, it } from 'vitest';
import { callAws, errorName } from '../../../lib/aws/aws-failure.ts';
import { sdkError } from '../../fakes/sdk-client.ts';

const failing = (error: unknown) =>
  callAws('RDS in eu-west-1', async () => {
    throw error;
  });

describe('a call to AWS', () => {
  it('passes an answer on', async () => {
    await expect(callAws('RDS', async () => 'done')).resolves.toBe('done');
  });

  it.each([
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'TooManyRequestsException',
    'BandwidthLimitExceeded',
    'SlowDown',
  ])('is unknown, neither failed nor done, when %s', async (name) => {
    const cause = sdkError(name);
    await expect(failing(cause)).rejects.toMatchObject({
      name: 'ThrottledUnknown',
      message: `RDS in eu-west-1: saw ${name}; expected an answer that says done or failed`,
      retryable: true,
      cause,
    });
  });

  it.each([
    ['TimeoutError', sdkError('TimeoutError')],
    ['ECONNREFUSED', sdkError('AggregateError', '', 'ECONNREFUSED')],
    ['ECONNRESET', sdkError('Error', 'read ECONNRESET', 'ECONNRESET')],
    ['EPIPE', sdkError('Error', 'write EPIPE', 'EPIPE')],
    ['ETIMEDOUT', sdkError('Error', 'connect ETIMEDOUT', 'ETIMEDOUT')],
    ['ENOTFOUND', sdkError('Error', 'getaddrinfo ENOTFOUND', 'ENOTFOUND')],
    ['EAI_AGAIN', sdkError('Error', 'getaddrinfo EAI_AGAIN', 'EAI_AGAIN')],
    ['EHOSTUNREACH', sdkError('Error', 'connect EHOSTUNREACH', 'EHOSTUNREACH')],
    ['ENETUNREACH', sdkError('Error', 'connect ENETUNREACH', 'ENETUNREACH')],
  ])('says that the region is unreachable when it sees %s', async (seen, cause) => {
    await expect(failing(cause)).rejects.toMatchObject({
      name: 'RegionUnreachable',
      message: `RDS in eu-west-1: saw ${seen}; expected an answer within 4 s`,
      cause,
    });
  });

  it('passes every other error on as it is', async () => {
    const error = sdkError('AccessDenied');
    await expect(failing(error)).rejects.toBe(error);
    await expect(failing('no error at all')).rejects.toBe('no error at all');
  });
});

describe('the name of an error', () => {
  it('is the system code of a network error, and else the name that AWS gave', () => {
    expect(errorName(sdkError('Error', '', 'ECONNRESET'))).toBe('ECONNRESET');
    expect(errorName(sdkError('NoSuchKey', '', 'SomethingElse'))).toBe('NoSuchKey');
    expect(errorName(undefined)).toBe('Unknown');
  });
});
