import { expect, test } from 'vitest';
import { realReasons } from '../../../lib/cli/real-reasons.ts';
import { complaints } from './parsed-command.ts';

test('who starts it is the account, unless somebody says who', () => {
  expect(realReasons({}, { USER: 'oncall' }).initiator).toBe('oncall');
  expect(realReasons({ as: ' Ada  Lovelace ' }, { USER: 'oncall' })).toEqual({
    initiator: 'Ada Lovelace',
    reason: '',
    despite: null,
    staleEvidence: null,
    pastLever: null,
    breakGlass: null,
  });
});

test.each([
  [{ as: ' ' }, '--as " ": expected one line of 1 to 500 characters'],
  [{ despite: '' }, '--despite "": expected one line of 1 to 500 characters'],
  [{ breakGlass: 'a\u001b[2J' }, '--break-glass "a\\u001b[2J": expected one line of 1 to 500 characters'],
  [{ staleEvidence: 'x'.repeat(501) }, 'expected one line of 1 to 500 characters'],
])('a reason says something, on one line: %j', (given, message) => {
  expect(() => realReasons(given, {})).toThrow(message);
});

test('all that a real failover takes is there', () => {
  const options =
    '--real --look --calls --as A --reason R --despite D --stale-evidence S --break-glass B --json';
  expect(complaints(`npx muster failover --plan p.yaml ${options}`)).toEqual([]);
});
