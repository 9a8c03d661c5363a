import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CDK = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const EMPTY = fileURLToPath(new URL('./empty-main.ts', import.meta.url));
const APP = join(ROOT, 'bin', 'infra.ts');

/** Seconds of each `cdk synth`, in turns: handlers bundled, templates validated. */
export interface SynthTimes {
  readonly exampleSeconds: readonly number[];
  readonly emptySeconds: readonly number[];
}

/** Synthesizes the example plan, and an app with an empty stack. */
export async function synthTimes(rounds: number): Promise<SynthTimes> {
  const exampleSeconds: number[] = [];
  const emptySeconds: number[] = [];
  // Read once from the disk, so that no first one pays for all.
  await seconds(EMPTY);
  await seconds(APP);
  for (let round = 0; round < rounds; round++) {
    emptySeconds.push(await seconds(EMPTY));
    exampleSeconds.push(await seconds(APP));
  }
  return { exampleSeconds, emptySeconds };
}

async function seconds(app: string): Promise<number> {
  const out = await mkdtemp(join(tmpdir(), 'muster-synth-'));
  try {
    const began = performance.now();
    const synth = ['synth', '--quiet', '--output', out, '--app', `${process.execPath} ${app}`];
    await run(process.execPath, [CDK, ...synth], { cwd: ROOT });
    return (performance.now() - began) / 1000;
  } finally {
    await rm(out, { recursive: true });
  }
}
