import { expect, test } from 'vitest';
import { type HoldLeaf, leafText } from '../../../../lib/domain/log/log-leaf.ts';
import { checkLoggedOnce } from '../../../../lib/domain/verify/check-logged-once.ts';
import { holdNotes } from '../../../../lib/domain/verify/hold-notes.ts';
import { startLeaf } from '../../../fakes/log-leaves.ts';

const AT = '2026-03-01T13:00:00.000000Z';

function holdLeaf(run: string, action: HoldLeaf['action'], number: number): HoldLeaf {
  return { schemaVersion: 1, type: 'hold', action, run, number, reason: 'case 17', by: 'Ada', at: AT };
}

const LOG = [
  startLeaf('one'),
  holdLeaf('one', 'placed', 1),
  holdLeaf('other', 'placed', 1),
  holdLeaf('one', 'released', 2),
].map(leafText);

test('a log that has legal holds says those of the run, and nothing is wrong with it', () => {
  expect(holdNotes(LOG, 'one')).toEqual([
    `--log: legal hold placed at ${AT} by Ada: case 17`,
    `--log: legal hold released at ${AT} by Ada: case 17`,
  ]);
  expect(checkLoggedOnce(LOG, 'one')).toEqual([]);
});

test('without a log, or without a hold, nothing is said', () => {
  expect(holdNotes(null, 'one')).toEqual([]);
  expect(holdNotes(LOG, 'two')).toEqual([]);
});
