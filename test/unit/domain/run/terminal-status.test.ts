import { expect, test } from 'vitest';
import { isTerminalStatus } from '../../../../lib/domain/run/terminal-status.ts';

test.each([
  'failed',
  'storage-full',
  'incompatible-parameters',
  'incompatible-network',
  'stopped',
  'deleting',
])('an instance that is %s is not waited for', (status) => expect(isTerminalStatus(status)).toBe(true));

test.each(['available', 'backing-up', 'modifying', 'rebooting', 'storage-optimization', 'maintenance'])(
  'an instance that is %s will be another one',
  (status) => expect(isTerminalStatus(status)).toBe(false),
);
