import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeDatabaseWorld } from '../../../lib/sandbox/faults/make-database-world.ts';
import { homeDirectory } from '../../../lib/sandbox/postgres/home-directory.ts';
import { listProcesses } from '../../../lib/sandbox/process/process-stat.ts';
import { fixtureConfig } from './fixture-config.ts';

/** By DESIGN a sandbox is ended within two seconds of the word, whatever state it is in. */
const ENDED_WITHIN_MS = 2_000;

/** Processes that speak of this state directory in their arguments or environment. */
function processesOf(...marks: string[]): number[] {
  const mentions = (pid: number) => {
    try {
      const text = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return marks.some((mark) => text.includes(mark));
    } catch {
      return false;
    }
  };
  return listProcesses()
    .map((one) => one.pid)
    .filter(mentions);
}

test.for([0, 100, 500, 900, 1300, 20_000])(
  'a stop %d ms after the start leaves no process and no file outside the state directory',
  async (afterMs) => {
    const stateDir = mkdtempSync(join(tmpdir(), 'muster-test-'));
    const home = homeDirectory(stateDir, process.getuid?.() === 0);
    const world = makeDatabaseWorld({
      config: fixtureConfig(stateDir, { services: true }),
      stateDir,
      readObject: () => undefined,
      endRegionProcesses: () => Promise.resolve(0),
      onProgress: () => undefined,
    });
    const started = world.start().then(
      () => 'started',
      () => 'stopped',
    );
    await Promise.race([sleep(afterMs), started]);
    const calledAt = performance.now();
    await world.stop();
    expect(performance.now() - calledAt).toBeLessThan(ENDED_WITHIN_MS);
    await started;
    expect(existsSync(home)).toBe(false);
    expect(processesOf(home)).toEqual([]);
    expect(readdirSync(join(stateDir, 'pids'))).toEqual([]);
    rmSync(stateDir, { recursive: true, force: true });
  },
);
