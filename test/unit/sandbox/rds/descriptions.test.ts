import { beforeEach, expect, test } from 'vitest';
import { type RdsOnPaper, rdsOnPaper, textsOf } from './rds-on-paper.ts';

const IDS = Array.from({ length: 45 }, (_, index) => `db-${String(index).padStart(2, '0')}`);
const ARN = 'arn:aws:rds:eu-central-1:123456789012:db:';
let rds: RdsOnPaper;

beforeEach(async () => {
  rds = await rdsOnPaper(IDS.toReversed());
});

async function page(parameters: Readonly<Record<string, string>>) {
  const xml = await rds.ask('DescribeDBInstances', parameters);
  return { ids: textsOf(xml, 'DBInstanceIdentifier'), marker: textsOf(xml, 'Marker')[0] };
}

const filter = (index: number, name: string, ...values: string[]): Record<string, string> =>
  Object.fromEntries([
    [`Filters.Filter.${index}.Name`, name],
    ...values.map((value, place) => [`Filters.Filter.${index}.Values.Value.${place + 1}`, value]),
  ]);

test('a list comes in pages of MaxRecords, each behind the marker of the one before', async () => {
  const first = await page({ MaxRecords: '20' });
  const second = await page({ MaxRecords: '20', Marker: first.marker ?? '' });
  const third = await page({ MaxRecords: '20', Marker: second.marker ?? '' });
  expect([...first.ids, ...second.ids, ...third.ids]).toEqual(IDS);
  expect([first.ids.length, second.ids.length, third.ids.length]).toEqual([20, 20, 5]);
  expect(third.marker).toBeUndefined();
  expect((await page({})).ids).toEqual(IDS);
});

test('a page begins where the one before ended, although that instance is gone', async () => {
  const { marker } = await page({ MaxRecords: '20' });
  for (const id of ['db-00', 'db-19']) rds.directory.remove(rds.directory.require('eu-central-1', id));
  expect((await page({ MaxRecords: '20', Marker: marker ?? '' })).ids[0]).toBe('db-20');
});

test.each(['19', '101', '0', '-20', 'all'])('MaxRecords of %s is refused', async (MaxRecords) => {
  for (const action of ['DescribeDBInstances', 'DescribeEvents', 'DescribeDBParameterGroups']) {
    await expect(rds.ask(action, { MaxRecords })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message: `Invalid value ${MaxRecords} for MaxRecords. Must be between 20 and 100`,
    });
  }
});

test('a marker that none of the answers gave is refused', async () => {
  await expect(page({ Marker: 'next!' })).rejects.toMatchObject({ code: 'InvalidParameterValue' });
});

test('a filter takes any of its values, and all filters have to agree', async () => {
  const some = filter(1, 'db-instance-id', 'db-07', `${ARN}DB-03`, 'nobody');
  expect((await page(some)).ids).toEqual(['db-03', 'db-07']);
  expect((await page({ ...some, ...filter(2, 'engine', 'mysql', 'postgres') })).ids).toHaveLength(2);
  expect((await page({ ...some, ...filter(2, 'engine', 'mysql') })).ids).toEqual([]);
  expect((await page(filter(1, 'db-cluster-id', 'any'))).ids).toEqual([]);
  const [resource = ''] = textsOf(
    await rds.ask('DescribeDBInstances', { DBInstanceIdentifier: 'db-11' }),
    'DbiResourceId',
  );
  expect((await page(filter(1, 'dbi-resource-id', resource))).ids).toEqual(['db-11']);
});

test('a filter that RDS does not have, or without values, is refused', async () => {
  await expect(page(filter(1, 'status', 'available'))).rejects.toMatchObject({
    code: 'InvalidParameterValue',
    message: 'Unrecognized filter name: status',
  });
  await expect(page(filter(1, 'engine'))).rejects.toMatchObject({ code: 'InvalidParameterValue' });
});

test('an instance is found by its whole ARN and by no other one', async () => {
  expect((await page({ DBInstanceIdentifier: `${ARN}db-05` })).ids).toEqual(['db-05']);
  for (const wrong of [
    'arn:aws:rds:eu-west-1:123456789012:db:db-05',
    'arn:aws:rds:eu-central-1:123456789012:pg:db-05',
    'other:db-05',
  ])
    await expect(page({ DBInstanceIdentifier: wrong })).rejects.toMatchObject({
      code: 'DBInstanceNotFound',
      status: 404,
    });
});

test('tags belong to an instance that is named by its ARN', async () => {
  const ResourceName = `${ARN}db-05`;
  await rds.ask('AddTagsToResource', { ResourceName, 'Tags.Tag.1.Key': 'run', 'Tags.Tag.1.Value': '7' });
  const listed = async () => textsOf(await rds.ask('ListTagsForResource', { ResourceName }), 'Key');
  expect(await listed()).toEqual(['plan', 'run']);
  await rds.ask('RemoveTagsFromResource', { ResourceName, 'TagKeys.member.1': 'run' });
  expect(await listed()).toEqual(['plan']);
  await expect(rds.ask('ListTagsForResource', { ResourceName: 'db-05' })).rejects.toMatchObject({
    code: 'InvalidParameterValue',
  });
  await expect(
    rds.ask('AddTagsToResource', { ResourceName, 'Tags.Tag.1.Key': 'aws:run', 'Tags.Tag.1.Value': '7' }),
  ).rejects.toMatchObject({ code: 'InvalidParameterValue' });
});

test('events are those of the last hour, by source and category, in pages', async () => {
  for (const instance of rds.directory.all) instance.parts.note('creation', 'DB instance created');
  rds.directory.require('eu-central-1', 'db-09').parts.note('backup', 'Backing up DB instance');
  const messages = async (more: Readonly<Record<string, string>>) =>
    textsOf(await rds.ask('DescribeEvents', more), 'Message');
  expect(await messages({})).toHaveLength(46);
  const one = { SourceType: 'db-instance', SourceIdentifier: 'db-09' };
  expect(await messages(one)).toEqual(['DB instance created', 'Backing up DB instance']);
  const backups = {
    'EventCategories.EventCategory.1': 'backup',
    'EventCategories.EventCategory.2': 'failure',
  };
  expect(await messages({ ...one, ...backups })).toEqual(['Backing up DB instance']);
  expect(await messages({ SourceType: 'db-snapshot' })).toEqual([]);
  expect(await messages({ EndTime: new Date(Date.now() - 60_000).toISOString() })).toEqual([]);
  const first = await rds.ask('DescribeEvents', { MaxRecords: '40' });
  const rest = { MaxRecords: '40', Marker: textsOf(first, 'Marker')[0] ?? '' };
  expect(await messages(rest)).toHaveLength(6);
});

test.each([
  { SourceIdentifier: 'db-09' },
  { SourceType: 'instance' },
  { Duration: '0' },
  { Duration: '20161' },
  { StartTime: 'yesterday' },
  { StartTime: '2026-01-02T00:00:00Z', EndTime: '2026-01-01T00:00:00Z' },
  { Filters: 'any' },
])('events are not asked for by %o', async (parameters) => {
  await expect(rds.ask('DescribeEvents', parameters)).rejects.toMatchObject({
    code: expect.stringMatching(/^InvalidParameter(Value|Combination)$/),
  });
});
