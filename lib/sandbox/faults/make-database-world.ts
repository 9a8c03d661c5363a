import type { DatabaseWorld, DatabaseWorldInput } from './database-world.ts';

/** Builds the world of a sandbox's configuration; nothing runs before `start`. */
export function makeDatabaseWorld(input: DatabaseWorldInput): DatabaseWorld {
  throw new Error(`not built yet: ${input.stateDir}`);
}
