import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { isAlive } from '../lambda/is-alive.ts';
import { eventually } from './eventually.ts';

test('orchestrator and environments end when their supervisor is killed by SIGKILL', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'muster-orphans-'));
  const files = ['./parent.ts', '../lambda/handlers/probe.ts'];
  const [parent = '', handler = ''] = files.map((file) => fileURLToPath(new URL(file, import.meta.url)));
  const child = spawn(process.execPath, [parent, stateDir, handler], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data))),
  );
  const pids = z.array(z.number()).parse(JSON.parse(line));
  expect(pids.map(isAlive)).toEqual([true, true]);
  child.kill('SIGKILL');
  await eventually(() => pids.filter(isAlive), { timeout: 2_000 }).toEqual([]);
  rmSync(stateDir, { recursive: true });
});
