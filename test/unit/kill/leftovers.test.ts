import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { leftovers } from '../../kill/leftovers.ts';
import { sharedMemory, survivors } from '../../kill/survivors.ts';
import { ProcessWatch } from '../../sandbox/drill/process-watch.ts';

test('a lock, a fault and a series that a run holds when it is over are each found', () => {
  expect(leftovers({ locks: { held: [], unread: null }, faults: [], series: [] })).toEqual([]);
  const locks = {
    held: [{ site: 'recovery', owner: 'arn', run: 'run-1' }],
    unread: 'the other is not known',
  };
  const faults = [{ fault: 'freeze', region: 'eu-north-1' }];
  expect(leftovers({ locks, faults, series: [{ name: 'run-1-heartbeat-1' }] })).toEqual([
    'the lock of the recovery site is held by run-1',
    'the other is not known',
    'freeze is in force in eu-north-1',
    'series run-1-heartbeat-1 runs',
  ]);
});

test('a process that is left of a sandbox is found by who started it and by its state directory, and gone by neither', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'muster-left-'));
  const env = { ...process.env, MUSTER_STATE_DIR: stateDir };
  const child = spawn('sleep', ['300'], { stdio: 'ignore', env });
  try {
    await once(child, 'spawn');
    const watch = new ProcessWatch();
    watch.look(child.pid ?? 0);
    const before = { stateDir, watch, segments: sharedMemory() };
    const left = await survivors(before);
    const ofSandbox = left.filter((line) => !line.startsWith('shared memory'));
    expect(ofSandbox).toEqual([
      expect.stringContaining(`survived: ${child.pid} sleep 300`),
      expect.stringContaining(`of the sandbox: ${child.pid} sleep 300`),
    ]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await survivors(before)).filter((line) => !line.startsWith('shared memory'))).toEqual([]);
  } finally {
    child.kill('SIGKILL');
    await rm(stateDir, { recursive: true, force: true });
  }
});
