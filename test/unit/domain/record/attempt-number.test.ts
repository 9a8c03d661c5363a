import { expect, test } from 'vitest';
import { entranceAfter, retriesOf } from '../../../../lib/domain/record/attempt-number.ts';

test.each([
  { attempts: [], retries: 0, what: 'nothing on record' },
  { attempts: [0], retries: 0, what: 'the first attempt' },
  { attempts: [0, 2, 1], retries: 2, what: 'two more' },
  { attempts: [2], retries: 2, what: 'attempts of which the first left nothing' },
  { attempts: [1_000], retries: 0, what: 'a state that was entered after a question' },
  { attempts: [0, 3, 1_001], retries: 4, what: 'retries on either side of a question' },
  { attempts: [2, 1_001, 101_003], retries: 6, what: 'retries on either side of a redrive' },
])('$what: $retries retries', ({ attempts, retries }) => expect(retriesOf(attempts)).toBe(retries));

test.each([
  [[], 1_000],
  [[0, 2], 1_000],
  [[2, 1_001], 2_000],
  [[101_003, 2], 102_000],
])('after %j a state is entered as attempt %i', (attempts, first) => {
  expect(entranceAfter(attempts)).toBe(first);
  expect(retriesOf([...attempts, first])).toBe(retriesOf(attempts));
});
