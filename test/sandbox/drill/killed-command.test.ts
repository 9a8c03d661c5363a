import { expect, test } from 'vitest';
import { killedAt } from './killed-at-moment.ts';

/** A sample; the other moments are in test/long. */
test.each([['failover declared', 'SIGKILL', 8]] as const)(
  'killed while "%s" by %s, the command leaves nothing running',
  { timeout: 120_000 },
  async (word, signal, least) => {
    const { seen, running, home } = await killedAt({ word, signal });
    expect({ running, home }).toEqual({ running: [], home: false });
    expect(seen).toBeGreaterThanOrEqual(least);
  },
);
