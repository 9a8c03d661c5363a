import { queryList } from '../../wire/query-parameters.ts';
import { element, elements, type Xml } from '../../wire/xml.ts';
import type { RdsEvent } from '../events.ts';
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

/** RDS keeps them for so long. */
const MOST_MINUTES = 14 * 24 * 60;

/** Events of the region's instances and snapshots within a time, by default the last hour, the oldest first. */
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
    const wanted = eventFilter(parameters);
    const within = timeOf(parameters);
    const found = events
      .all()
      .filter((event) => event.region === region && wanted(event) && within(event.at.getTime()));
    const { items, marker } = pageOf(parameters, found, ({ number }) => String(number).padStart(12, '0'));
    return [element('Events', items.map(render)), ...elements({ Marker: marker })];
  },
};

function eventFilter(parameters: URLSearchParams): (event: RdsEvent) => boolean {
  const type = parameters.get('SourceType');
  const source = parameters.get('SourceIdentifier')?.toLowerCase();
  const categories = queryList(parameters, 'EventCategories.EventCategory');
  if (type !== null && !SOURCE_TYPES.includes(type)) throw invalidValue(`Invalid source type: ${type}`);
  if (source !== undefined && type === null)
    throw invalidCombination('SourceType must be specified if SourceIdentifier is specified');
  return (event) =>
    (type === null || type === event.sourceType) &&
    (source === undefined || source === event.source) &&
    (categories.length === 0 || categories.includes(event.category));
}

function timeOf(parameters: URLSearchParams): (at: number) => boolean {
  const now = Date.now();
  const end = instantOf(parameters, 'EndTime') ?? now;
  const start = instantOf(parameters, 'StartTime') ?? end - minutesOf(parameters) * 60_000;
  if (start > end) throw invalidCombination('EndTime must be later than StartTime');
  const oldest = now - MOST_MINUTES * 60_000;
  return (at) => at >= start && at <= end && at >= oldest;
}

function instantOf(parameters: URLSearchParams, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === null) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw invalidValue(`Invalid value for parameter ${name}: ${text}`);
  return at;
}

function minutesOf(parameters: URLSearchParams): number {
  const text = parameters.get('Duration') ?? '60';
  const minutes = /^\d+$/.test(text) ? Number(text) : 0;
  if (minutes >= 1 && minutes <= MOST_MINUTES) return minutes;
  throw invalidValue(`Invalid value ${text} for Duration. Must be between 1 and ${MOST_MINUTES}`);
}

function render({ source, sourceType, arn, message, category, at }: RdsEvent): Xml {
  return element(
    'Event',
    elements({
      SourceIdentifier: source,
      SourceType: sourceType,
      Message: message,
      EventCategories: element('EventCategory', category),
      Date: at,
      SourceArn: arn,
    }),
  );
}
