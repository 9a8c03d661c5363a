import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { RDSClient } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { makeCloudTrailCalls } from '../../../lib/aws/cloudtrail-calls.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

const SPAN = {
  region: 'eu-west-1',
  from: parseInstant('2026-03-01T12:00:00.700000Z'),
  to: parseInstant('2026-03-01T12:10:00.250000Z'),
};
const BEGIN = new Date('2026-03-01T12:00:00.000Z');
const END = new Date('2026-03-01T12:10:00.250Z');

function world(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  const region = { region: 'eu-west-1' };
  const cloudtrail = sending(new CloudTrailClient(region), send);
  const rds = sending(new RDSClient(region), send);
  return { asked, trail: makeCloudTrailCalls({ cloudtrail: () => cloudtrail, rds: () => rds }, 0) };
}

const event = (EventSource: string, CloudTrailEvent: string) => ({ EventSource, CloudTrailEvent });

test('changing calls are asked for from the second in which the run began, page by page, as they came', async () => {
  const { asked, trail } = world(
    {
      Events: [event('rds.amazonaws.com', '{"a":1}'), event('s3.amazonaws.com', 'of others')],
      NextToken: 'more',
    },
    { Events: [event('states.amazonaws.com', '{"b":2}'), event('fis.amazonaws.com', '{"c":3}')] },
  );
  await expect(trail.changingCalls(SPAN)).resolves.toEqual({
    texts: ['{"a":1}', '{"b":2}', '{"c":3}'],
    whole: true,
  });
  const input = {
    LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }],
    StartTime: BEGIN,
    EndTime: END,
  };
  expect(asked).toEqual([
    { command: 'LookupEventsCommand', input },
    { command: 'LookupEventsCommand', input: { ...input, NextToken: 'more' } },
  ]);
});

test('events of instances are asked for likewise', async () => {
  const { asked, trail } = world({
    Events: [{ SourceIdentifier: 'orders-west', Date: BEGIN }],
    Marker: undefined,
  });
  await expect(trail.databaseEvents(SPAN)).resolves.toEqual({
    texts: ['{"SourceIdentifier":"orders-west","Date":"2026-03-01T12:00:00.000Z"}'],
    whole: true,
  });
  expect(asked).toEqual([
    {
      command: 'DescribeEventsCommand',
      input: { SourceType: 'db-instance', StartTime: BEGIN, EndTime: END },
    },
  ]);
});

test('a trail that has no end is read for twelve pages, and is not whole', async () => {
  const { asked, trail } = world(...Array.from({ length: 20 }, () => ({ Marker: 'more' })));
  await expect(trail.databaseEvents(SPAN)).resolves.toEqual({ texts: [], whole: false });
  expect(asked).toHaveLength(12);
});

test('a region that does not answer is named', async () => {
  const { trail } = world(sdkError('TimeoutError'));
  await expect(trail.changingCalls(SPAN)).rejects.toMatchObject({
    name: 'RegionUnreachable',
    subject: 'CloudTrail in eu-west-1',
  });
});
