import { expect, test } from 'vitest';
import { killedAt } from '../sandbox/drill/killed-at-moment.ts';

/** A word of the progress, the signal that comes then, and how many processes there are at least by then. */
test.each([
  ['bundling the handlers', 'SIGKILL', 1],
  ['sandbox: starting', 'SIGTERM', 3],
  ['finding the databases', 'SIGINT', 8],
  ['pre-flight', 'SIGINT', 8],
  ['pre-flight', 'SIGKILL', 8],
  ['losing the primary region', 'SIGKILL', 8],
  ['holding under load', 'SIGTERM', 8],
] as const)('killed while "%s" by %s, the command leaves nothing running', async (word, signal, least) => {
  const { seen, running, home } = await killedAt({ word, signal });
  expect({ running, home }).toEqual({ running: [], home: false });
  expect(seen).toBeGreaterThanOrEqual(least);
});
