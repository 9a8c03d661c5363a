/** What a client can do, and what it did: of operations that are served. */
export interface Client {
  /** Operations of the service that this version of the client has. */
  readonly knows: readonly string[];
  /** Names of operations, in any case. */
  readonly done: ReadonlySet<string>;
}

/** Operations that are served, and that the client has and has not done. What a client is too old for is left out. */
export function notDone(served: readonly string[], { knows, done }: Client): string[] {
  const asked = new Set([...done].map((name) => name.toLowerCase()));
  const possible = served.filter((name) => knows.includes(name));
  if (possible.length === 0) throw new Error('the client knows none of the operations');
  return possible.filter((name) => !asked.has(name.toLowerCase()));
}
