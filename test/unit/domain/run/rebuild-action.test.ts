import { describe, expect, it } from 'vitest';
import { asideName } from '../../../../lib/domain/run/aside-name.ts';
import { nextRebuildAction } from '../../../../lib/domain/run/rebuild-action.ts';
import { hasReached, walPosition } from '../../../../lib/domain/run/wal-position.ts';

const old = { status: 'available', source: null, isOwn: true };
const replica = { status: 'available', source: 'orders-west', isOwn: true };

describe('nextRebuildAction', () => {
  it.each([
    ['set-aside', { named: old, aside: null }],
    ['wait', { named: { ...old, status: 'renaming' }, aside: null }],
    ['wait', { named: null, aside: null }],
    ['wait', { named: old, aside: old }],
    ['create', { named: null, aside: old }],
    ['create', { named: null, aside: { ...old, status: 'rebooting' } }],
    ['wait', { named: { ...replica, status: 'creating' }, aside: old }],
    ['done', { named: replica, aside: old }],
    ['done', { named: replica, aside: null }],
    ['remove', { named: { ...replica, status: 'failed' }, aside: old }],
    ['give-up', { named: { ...replica, status: 'failed', isOwn: false }, aside: old }],
    ['give-up', { named: { ...replica, status: 'failed' }, aside: null }],
  ])('is to %s with %j', (action, seen) => {
    expect(nextRebuildAction(seen)).toBe(action);
  });
});

describe('asideName', () => {
  it.each([
    ['orders-frankfurt', 'orders-20261122-041354-71a3', 'orders-frankfurt-old-135471a3'],
    ['a'.repeat(63), 'run-1', `${'a'.repeat(54)}-old-run1`],
    [`${'a'.repeat(53)}-bbbb`, 'run-1', `${'a'.repeat(53)}-old-run1`],
  ])('of %s in %s is an identifier of RDS', (instance, run, name) => {
    expect(asideName(instance, run)).toBe(name);
    expect(name).toMatch(/^(?!.*--)[a-z][a-z0-9-]{0,61}[a-z0-9]$/);
  });
});

describe('positions in the log', () => {
  it('are numbers of bytes, in two halves', () => {
    expect(walPosition('1/0')).toBe(4_294_967_296n);
    expect(walPosition('16/B374D848')).toBe(0x16b374d848n);
    expect(() => walPosition('none')).toThrow(RangeError);
  });

  it.each([
    ['0/3000100', '0/3000100', true],
    ['0/30000FF', '0/3000100', false],
    ['1/0', '0/FFFFFFFF', true],
  ])('%s reaches %s: %s', (replayed, wanted, reached) => {
    expect(hasReached(replayed, wanted)).toBe(reached);
  });
});
