import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { homeDirectory } from '../../../lib/sandbox/postgres/home-directory.ts';
import { startMuster, withStateDirectory } from './muster-command.ts';
import { ProcessWatch, processesOf } from './process-watch.ts';

const LOOK_EVERY_MS = 20;
const GONE_WITHIN_MS = 2_000;
const REACHED_WITHIN_MS = 90_000;

/** A word of the progress, the signal that comes then, and how many processes there are at least by then. */
const MOMENTS = [
  ['bundling the handlers', 'SIGKILL', 1],
  ['sandbox: starting', 'SIGKILL', 3],
  ['sandbox: starting', 'SIGTERM', 3],
  ['finding the databases', 'SIGINT', 8],
  ['pre-flight', 'SIGKILL', 8],
  ['losing the primary region', 'SIGKILL', 8],
  ['failover declared', 'SIGKILL', 8],
  ['holding under load', 'SIGTERM', 8],
] as const;

test.each(MOMENTS)(
  'killed while "%s" by %s, the command leaves nothing running',
  { timeout: 120_000 },
  (moment, signal, least) =>
    withStateDirectory(async (state) => {
      const watch = new ProcessWatch();
      const { child, ended, stderr } = startMuster(['drill', 'failover'], state);
      const pid = child.pid ?? 0;
      const deadline = performance.now() + REACHED_WITHIN_MS;
      while (!stderr().includes(moment)) {
        expect(performance.now(), stderr()).toBeLessThan(deadline);
        watch.look(pid);
        await sleep(LOOK_EVERY_MS);
      }
      watch.look(pid);
      child.kill(signal);
      const killedAt = performance.now();
      const left = () => [...watch.running(), ...processesOf(state)];
      while (performance.now() < killedAt + GONE_WITHIN_MS && left().length > 0) {
        watch.look(pid);
        await sleep(LOOK_EVERY_MS);
      }
      expect(watch.running()).toEqual([]);
      expect(processesOf(state)).toEqual([]);
      expect(watch.count).toBeGreaterThanOrEqual(least);
      await ended;
      const outside = homeDirectory(join(state, 'sandbox'), true);
      expect(existsSync(outside)).toBe(false);
    }),
);
