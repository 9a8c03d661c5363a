import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { bundleHandlers } from '../../../lib/deployment/bundle-handlers.ts';

const run = promisify(execFile);
const IMPORT = fileURLToPath(new URL('./import-main.ts', import.meta.url));
const BARE = 'bare client-rds';
/** What Lambda gives to every function. */
const env = { ...process.env, AWS_REGION: 'eu-west-1' };

/** Milliseconds of each cold import, of every handler and of the client alone, in turns. */
export interface ColdStart {
  readonly bareMs: readonly number[];
  readonly handlers: ReadonlyMap<string, readonly number[]>;
}

/**
 * Imports every handler as it is deployed, and the RDS client from its package, each in a process of its own: so often,
 * one after the other.
 */
export async function coldStarts(rounds: number): Promise<ColdStart> {
  const directory = await mkdtemp(join(tmpdir(), 'muster-cold-'));
  try {
    const { handlers } = await bundleHandlers(directory);
    const asked = [
      { name: BARE, specifier: '@aws-sdk/client-rds' },
      ...handlers.map(({ name, path }) => ({ name, specifier: pathToFileURL(path).href })),
    ];
    // Read once from the disk, so that no first one pays for all.
    for (const { specifier } of asked) await importMs(specifier);
    const times = new Map(asked.map(({ name }) => [name, new Array<number>()]));
    for (let round = 0; round < rounds; round++)
      for (const { name, specifier } of asked) times.get(name)?.push(await importMs(specifier));
    const bareMs = times.get(BARE) ?? [];
    times.delete(BARE);
    return { bareMs, handlers: times };
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function importMs(specifier: string): Promise<number> {
  const { stdout } = await run(process.execPath, [IMPORT, specifier], { env });
  return Number(stdout);
}
