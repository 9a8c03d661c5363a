import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { type HeldLocks, lockVerdict } from '../../../lib/cli/held-locks.ts';
import { plainTerminal } from '../../fakes/plain-terminal.ts';

function verdict(locks: HeldLocks, code: number) {
  const err = new PassThrough({ encoding: 'utf8' });
  const terminal = plainTerminal(err, err);
  return { code: lockVerdict(terminal, locks, code), said: String(err.read() ?? '') };
}

test('a run that has left no lock is what it was judged', () => {
  expect(verdict({ sites: [], unread: null }, 0)).toEqual({ code: 0, said: '' });
});

test.each([
  [{ sites: ['recovery'], unread: null }, 'it holds the lock of the recovery site'],
  [
    { sites: [], unread: 'the lock of the primary site is not known' },
    'the lock of the primary site is not known',
  ],
])('one that holds a lock, or may, is not met: %j', (locks, words) => {
  const said = `the run is over: ${words}; \`npx muster clean\` frees what is held\n`;
  expect(verdict(locks, 0)).toEqual({ code: 70, said });
  expect(verdict(locks, 2)).toEqual({ code: 2, said });
});
