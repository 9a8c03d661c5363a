import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { makeInterruption } from '../../../lib/cli/interruption.ts';

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
  '%s ends the command, and with it what it has started',
  async (signal) => {
    const process = new EventEmitter();
    const { awaited } = makeInterruption(process);
    process.emit(signal);
    await expect(awaited).rejects.toThrow(
      `interrupted by ${signal}: what was started ends by itself, there is no verdict`,
    );
  },
);

test('a run that goes on is named, with the commands that stop and follow it', async () => {
  const process = new EventEmitter();
  const { awaited, goesOn } = makeInterruption(process);
  goesOn('run-1');
  process.emit('SIGHUP');
  await expect(awaited).rejects.toThrow(
    'interrupted by SIGHUP: run run-1 goes on; `npx muster abort run-1` stops it, `npx muster resume run-1` follows it',
  );
});

test('a run that is over goes on no more', async () => {
  const process = new EventEmitter();
  const { awaited, goesOn } = makeInterruption(process);
  goesOn('run-1');
  goesOn(null);
  process.emit('SIGINT');
  await expect(awaited).rejects.toThrow('there is no verdict');
});
