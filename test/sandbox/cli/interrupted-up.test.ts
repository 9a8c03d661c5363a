import { expect, test } from 'vitest';
import { startMuster, withStateDirectory } from '../drill/muster-command.ts';
import { processesOf } from '../drill/process-watch.ts';

const PATIENCE = { interval: 20 };

test.each([
  ['SIGINT', { code: 70, said: 'interrupted by SIGINT: what was started ends by itself' }],
  ['SIGKILL', { code: null, said: '' }],
] as const)(
  '`sandbox up` that is ended by %s while it starts leaves no sandbox standing',
  { timeout: 90_000 },
  (signal, { code, said }) =>
    withStateDirectory(async (state) => {
      const { child, ended, stderr } = startMuster(['sandbox', 'up'], state);
      await expect.poll(stderr, PATIENCE).toContain('sandbox: starting');
      expect(processesOf(state)).not.toEqual([]);
      child.kill(signal);
      expect((await ended).code).toBe(code);
      expect(stderr()).toContain(said);
      await expect.poll(() => processesOf(state), { timeout: 2_000, interval: 20 }).toEqual([]);
    }),
);
