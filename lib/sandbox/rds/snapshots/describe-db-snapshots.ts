import { element, elements } from '../../wire/xml.ts';
import { filterOf } from '../filters.ts';
import { pageOf } from '../page.ts';
import { invalidValue } from '../rds-errors.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderDbSnapshot } from './render-db-snapshot.ts';
import type { DatabaseSnapshot } from './snapshot.ts';

/** Kinds that may be asked for; all that are kept here are manual. */
const TYPES = ['automated', 'manual', 'shared', 'public', 'awsbackup'];

/** One snapshot by identifier or ARN, or those of the region that were asked for, a page at a time. */
export const describeDbSnapshots: RdsOperation = {
  parameters: [
    'DBSnapshotIdentifier',
    'DBInstanceIdentifier',
    'DbiResourceId',
    'SnapshotType',
    'Filters',
    'MaxRecords',
    'Marker',
  ],
  fixed: { IncludeShared: 'false', IncludePublic: 'false' },
  async run({ region, parameters, snapshots }) {
    const identifier = parameters.get('DBSnapshotIdentifier');
    const named = identifier ? [snapshots.require(region, identifier)] : snapshots.inRegion(region);
    const found = named.filter(belongsTo(parameters)).filter(snapshotFilter(parameters));
    const { items, marker } = pageOf(parameters, found, ({ parts }) => parts.id);
    const rendered = await Promise.all(items.map(renderDbSnapshot));
    return [element('DBSnapshots', rendered), ...elements({ Marker: marker })];
  },
};

/** Of an instance that is gone its snapshots are still found. @throws AwsError for a kind that there is not */
function belongsTo(parameters: URLSearchParams): (snapshot: DatabaseSnapshot) => boolean {
  const type = parameters.get('SnapshotType') ?? 'manual';
  if (!TYPES.includes(type)) throw invalidValue(`Invalid snapshot type: ${type}`);
  const instance = parameters.get('DBInstanceIdentifier')?.toLowerCase();
  const resource = parameters.get('DbiResourceId');
  return ({ parts: { origin } }) =>
    type === 'manual' &&
    (instance === undefined || instance === origin.instance.id.toLowerCase()) &&
    (resource === null || resource === origin.resourceId);
}

/** Filters of DescribeDBSnapshots (API reference). */
const snapshotFilter = filterOf<DatabaseSnapshot>({
  'db-instance-id': ({ parts }) => [
    parts.origin.instance.id,
    instanceArn(parts.arn, parts.origin.instance.id),
  ],
  'db-snapshot-id': ({ parts }) => [parts.id],
  'dbi-resource-id': ({ parts }) => [parts.origin.resourceId],
  'snapshot-type': () => ['manual'],
  engine: () => ['postgres'],
});

function instanceArn(snapshotArn: string, id: string): string {
  return snapshotArn.replace(/:snapshot:.*$/, `:db:${id}`);
}
