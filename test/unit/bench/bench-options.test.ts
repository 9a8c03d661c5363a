import { expect, test } from 'vitest';
import { benchOptions } from '../../bench/bench-options.ts';

const PARTS = ['failover', 'memory'];

test('without options every part runs, each with as many drills as its bars speak of', () => {
  expect(benchOptions([], PARTS)).toEqual({ drills: null, only: PARTS, json: null, table: null });
});

test('options are read', () => {
  const args = ['--drills', '5', '--only', 'memory', '--json', 'bench.json'];
  expect(benchOptions(args, PARTS)).toEqual({
    drills: 5,
    only: ['memory'],
    json: 'bench.json',
    table: null,
  });
});

test.each([
  [['--only', 'memory,speed'], '--only speed: the parts of the bench are failover, memory'],
  [['--drills', '0'], '--drills 0: expected a whole number from 1'],
  [['--drills', 'many'], '--drills many: expected a whole number from 1'],
  [['--drill', '3'], "Unknown option '--drill'"],
])('%j is a mistake', (args, message) => {
  expect(() => benchOptions(args, PARTS)).toThrow(message);
});
