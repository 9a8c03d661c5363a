import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pidsDirectory, writePidFile } from '../../../lib/sandbox/process/pid-file.ts';
import { readProcessStat } from '../../../lib/sandbox/process/process-stat.ts';
import { muster, withStateDirectory } from '../drill/muster-command.ts';

/** A process as a killed supervisor leaves one: it runs, and its pid file stands. */
async function leaveProcess(state: string) {
  const child = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  const directory = pidsDirectory(join(state, 'sandbox'));
  await mkdir(directory, { recursive: true });
  const pid = child.pid ?? 0;
  writePidFile(directory, { name: 'postgres left', pid, startTicks: readProcessStat(pid)?.startTicks ?? '' });
  return child;
}

test('nothing is left where nothing was, and a dry run agrees', () =>
  withStateDirectory(async (state) => {
    const nothing = { code: 0, stdout: 'nothing is left of any run\n', stderr: '' };
    expect(await muster(['clean', '--dry-run'], state)).toEqual(nothing);
    expect(await muster(['clean'], state)).toEqual(nothing);
  }));

test('a dry run names what a killed sandbox left, ends none of it, and says by its exit code that something is', () =>
  withStateDirectory(async (state) => {
    const child = await leaveProcess(state);
    try {
      const dry = await muster(['clean', '--dry-run'], state);
      expect(dry).toEqual({ code: 70, stdout: 'would end postgres left\n', stderr: '' });
      const json = await muster(['clean', '--dry-run', '--json'], state);
      expect(JSON.parse(json.stdout)).toMatchObject({ dryRun: true, swept: ['postgres left'], runs: [] });
      expect(json.code).toBe(70);
      expect(child.exitCode ?? child.signalCode).toBeNull();
      expect(await muster(['clean'], state)).toEqual({
        code: 0,
        stdout: 'ended postgres left\n',
        stderr: '',
      });
      expect((await muster(['clean', '--dry-run'], state)).code).toBe(0);
    } finally {
      child.kill('SIGKILL');
    }
  }));

test('the help says what the exit codes of a clean are', () =>
  withStateDirectory(async (state) => {
    const { stdout } = await muster(['clean', '--help'], state);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'Exit codes: 0 nothing is left, 70 something is; with --dry-run 70',
    );
  }));
