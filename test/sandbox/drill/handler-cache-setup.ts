import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Cache directory that all state directories of this tier share. */
    handlerCache: string;
  }
}

/** Bundling the handlers takes longer than a sandbox takes to come up: it is done once a tier, by whoever comes first. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cache = await mkdtemp(join(tmpdir(), 'muster-cache-'));
  project.provide('handlerCache', cache);
  return () => rm(cache, { recursive: true, force: true });
}
