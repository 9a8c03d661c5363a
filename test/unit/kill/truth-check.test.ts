import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Judgement } from '../../../lib/domain/run/judgement.ts';
import { unsupported, type Witnesses } from '../../kill/truth-check.ts';

const GOLDEN = new URL('../../fixtures/golden/v1/judgement.json', import.meta.url);
const KILLED = { event: 'kill-requested', at: '2026-11-02T08:00:01.890000Z' };

interface Case {
  readonly truth?: readonly object[];
  readonly activeSite?: string;
  /** What a client counts; null when it cannot look. */
  readonly lost?: number | null;
}

/** What is found against a judgement that is met, with 17 heartbeats lost, by what really happened. */
async function found({
  truth = [KILLED],
  activeSite = 'ireland',
  lost = 17,
}: Case): Promise<readonly string[]> {
  const stateDir = await mkdtemp(join(tmpdir(), 'muster-truth-'));
  try {
    await writeFile(
      join(stateDir, 'truth.ndjson'),
      truth.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
    const judgement = Judgement.parse(JSON.parse(await readFile(GOLDEN, 'utf8')));
    const secret = join(stateDir, 'secret');
    await writeFile(secret, '');
    const direct = { host: '127.0.0.1', port: 1 };
    const door = { name: 'orders', ...direct, direct, database: 'app', user: 'app', passwordFile: secret };
    const status: Witnesses['status'] = { frontDoor: { ...door, activeSite }, caFile: secret };
    return await unsupported({ stateDir, status, judgement, ledger: '' }, async () => lost);
  } finally {
    await rm(stateDir, { recursive: true, force: true });
  }
}

test('a judgement that what happened supports is not complained of', async () => {
  await expect(found({})).resolves.toEqual([]);
});

test.each<[string, Case, string]>([
  ['a loss that never happened', { truth: [] }, 'rto is met without a loss'],
  [
    'an outage that is said to have begun after the kill',
    { truth: [{ ...KILLED, at: '2026-11-02T08:00:01.000000Z' }] },
    'killed at 2026-11-02T08:00:01.000000Z, outside of 2026-11-02T08:00:01.880097Z to 2026-11-02T08:00:01.907003Z',
  ],
  [
    'a kill after the outage is said to have begun at the latest',
    { truth: [{ ...KILLED, at: '2026-11-02T08:00:02.000000Z' }] },
    'killed at 2026-11-02T08:00:02.000000Z, outside of 2026-11-02T08:00:01.880097Z to 2026-11-02T08:00:01.907003Z',
  ],
  ['fewer lost than a client counts', { lost: 18 }, 'rpo is met with 17 lost; a client counts 18'],
  ['rows that nobody can read', { lost: null }, 'rpo is met and no client can read the rows'],
  ['a switch that did not happen', { activeSite: 'frankfurt' }, 'met without a switch'],
])('the lie is found: %s', async (_, lie, breach) => {
  await expect(found(lie)).resolves.toEqual([breach]);
});
