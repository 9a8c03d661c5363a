import { expect, test } from 'vitest';
import { distinctLogs } from '../../../../lib/domain/log/distinct-logs.ts';

const log = (name: string, leaves: string) => ({ name, leaves: leaves.split('') });
const namesOf = (...logs: readonly ReturnType<typeof log>[]) => distinctLogs(logs).map(({ name }) => name);

test.each([
  {
    what: 'logs of two regions are two',
    logs: [log('west', 'abc'), log('east', 'xyz')],
    names: ['west', 'east'],
  },
  { what: 'an earlier export is left out', logs: [log('old', 'ab'), log('new', 'abc')], names: ['new'] },
  { what: 'wherever it stands', logs: [log('new', 'abc'), log('old', 'ab')], names: ['new'] },
  { what: 'of two that are the same the first stays', logs: [log('a', 'ab'), log('b', 'ab')], names: ['a'] },
  {
    what: 'one that was continued in two ways is two',
    logs: [log('a', 'abc'), log('b', 'abd')],
    names: ['a', 'b'],
  },
  { what: 'none are none', logs: [], names: [] },
])('$what', ({ logs, names }) => expect(namesOf(...logs)).toEqual(names));
