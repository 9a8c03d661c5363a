import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { processesOf, serverHomeOf, withStateDir } from './small-sandbox.ts';

const PARENT = fileURLToPath(new URL('./parent.ts', import.meta.url));
const GRACE_MS = 2000;

type Parent = ReturnType<typeof startParent>;

function startParent(stateDir: string) {
  const child = spawn(process.execPath, [PARENT, stateDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const says = (word: string): Promise<void> =>
    new Promise((resolve) => lines.on('line', (line) => line.startsWith(word) && resolve()));
  return { child, says };
}

/** How long anything was left after a SIGKILL of the parent. Positive control: before it there is something to find. */
async function msUntilNothingIsLeft(stateDir: string, parent: Parent): Promise<number> {
  expect(processesOf(stateDir)).not.toEqual([]);
  const killedAt = performance.now();
  parent.child.kill('SIGKILL');
  await expect.poll(() => processesOf(stateDir), { timeout: 10_000, interval: 20 }).toEqual([]);
  expect(existsSync(serverHomeOf(stateDir))).toBe(false);
  return performance.now() - killedAt;
}

async function withParent(use: (stateDir: string, parent: Parent) => Promise<void>): Promise<void> {
  await withStateDir(async (stateDir) => {
    const parent = startParent(stateDir);
    try {
      await use(stateDir, parent);
    } finally {
      parent.child.kill('SIGKILL');
    }
  });
}

test(
  'nothing remains two seconds after the parent of a standing supervisor died by SIGKILL',
  { timeout: 60_000 },
  () =>
    withParent(async (stateDir, parent) => {
      await parent.says('ready');
      expect(await msUntilNothingIsLeft(stateDir, parent)).toBeLessThan(GRACE_MS);
    }),
);

test.each([150, 400, 700, 1100])(
  'nothing remains when the parent died %i ms after it began to start the sandbox',
  { timeout: 60_000 },
  (delayMs) =>
    withParent(async (stateDir, parent) => {
      const count = () => processesOf(stateDir).length;
      await expect.poll(count, { interval: 5, timeout: 10_000 }).toBeGreaterThan(1);
      await sleep(delayMs);
      expect(await msUntilNothingIsLeft(stateDir, parent)).toBeLessThan(GRACE_MS);
    }),
);
