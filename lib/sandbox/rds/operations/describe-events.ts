import { queryList } from '../../wire/query-parameters.ts';
import { element, elements, type Xml } from '../../wire/xml.ts';
import type { InstanceEvent } from '../events.ts';
import { pageOf } from '../page.ts';
import { invalidCombination, invalidValue } from '../rds-errors.ts';
import type { RdsOperation } from '../rds-operation.ts';

const SOURCE_TYPES = [
  'db-instance',
  'db-parameter-group',
  'db-security-group',
  'db-snapshot',
  'db-cluster',
  'db-cluster-snapshot',
  'custom-engine-version',
  'db-proxy',
  'blue-green-deployment',
];

/** Events of the region's instances within a time, by default the last hour, the oldest first. */
export const describeEvents: RdsOperation = {
  parameters: [
    'SourceIdentifier',
    'SourceType',
    'StartTime',
    'EndTime',
    'Duration',
    'EventCategories',
    'MaxRecords',
    'Marker',
  ],
  run({ region, parameters, events }) {
    const type = parameters.get('SourceType');
    const source = parameters.get('SourceIdentifier');
    if (type !== null && !SOURCE_TYPES.includes(type)) throw invalidValue(`Invalid source type: ${type}`);
    if (source !== null && type === null)
      throw invalidCombination('SourceType must be specified if SourceIdentifier is specified');
    const within = timeOf(parameters);
    const categories = queryList(parameters, 'EventCategories.EventCategory');
    const found = events
      .all()
      .filter((event) => event.arn.split(':')[3] === region && (type ?? 'db-instance') === 'db-instance')
      .filter((event) => within(event.at) && (source === null || source.toLowerCase() === event.instance))
      .filter((event) => categories.length === 0 || event.categories.some((one) => categories.includes(one)));
    const { items, marker } = pageOf(parameters, found);
    return [element('Events', items.map(render)), ...elements({ Marker: marker })];
  },
};

function timeOf(parameters: URLSearchParams): (at: Date) => boolean {
  const minutes = Number(parameters.get('Duration') ?? 60);
  const end = Date.parse(parameters.get('EndTime') ?? '') || Date.now();
  const start = Date.parse(parameters.get('StartTime') ?? '') || end - minutes * 60_000;
  if (start > end) throw invalidCombination('EndTime must be later than StartTime');
  return (at) => at.getTime() >= start && at.getTime() <= end;
}

function render({ instance, arn, message, categories, at }: InstanceEvent): Xml {
  return element(
    'Event',
    elements({
      SourceIdentifier: instance,
      SourceType: 'db-instance',
      Message: message,
      EventCategories: categories.map((one) => element('EventCategory', one)),
      Date: at,
      SourceArn: arn,
    }),
  );
}
