/** What a client can do, and what it did: of operations that are served. */
export interface Client {
  /** Operations of the service that this version of the client has. */
  readonly knows: readonly string[];
  /** Names of operations, in any case. */
  readonly done: ReadonlySet<string>;
}

/** Younger than the clients of Debian 12: nothing else may be left out because a client does not know it. */
const YOUNGER: readonly string[] = ['RedriveExecution'];

/** Operations that are served, and that the client has not done; but for those that it is too old for. */
export function notDone(served: readonly string[], { knows, done }: Client): string[] {
  const asked = new Set([...done].map((name) => name.toLowerCase()));
  const possible = served.filter((name) => knows.includes(name) || !YOUNGER.includes(name));
  return possible.filter((name) => !asked.has(name.toLowerCase()));
}
