import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FailoverJudgement } from '../../../lib/domain/run/failover-judgement.ts';
import { unsupported, type Witnesses } from '../../kill/truth-check.ts';

const GOLDEN = new URL('../../fixtures/golden/v1/judgement.json', import.meta.url);
const KILLED = { event: 'kill-requested', at: '2026-11-02T08:00:01.890000Z' };
const LED = { event: 'door-switched', kind: 'database', door: 'orders', at: '2026-11-02T08:00:02.410000Z' };
/** Later than the recovery of the judgement. */
const LED_LATE = { ...LED, at: '2026-11-02T08:00:02.890000Z' };

const NOT_JUDGED = { overall: 'inconclusive', rto: 'inconclusive', rpo: 'inconclusive' } as const;

interface Case {
  readonly truth?: readonly object[];
  readonly activeSite?: string;
  /** What a client counts; null when it cannot look. */
  readonly lost?: number | null;
  /** Verdicts that are others than met. */
  readonly verdicts?: Partial<FailoverJudgement['verdicts']>;
  readonly without?: 'rto';
}

/** What is found against a judgement with 17 heartbeats lost, met if nothing else is said, by what really happened. */
async function found({
  truth = [KILLED, LED],
  activeSite = 'ireland',
  lost = 17,
  verdicts = {},
  without,
}: Case): Promise<readonly string[]> {
  const stateDir = await mkdtemp(join(tmpdir(), 'muster-truth-'));
  try {
    await writeFile(
      join(stateDir, 'truth.ndjson'),
      truth.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
    const golden = FailoverJudgement.parse(JSON.parse(await readFile(GOLDEN, 'utf8')));
    const judgement = {
      ...golden,
      verdicts: { ...golden.verdicts, ...verdicts },
      ...(without && { rto: null }),
    };
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

test.each<[string, Case]>([
  ['nothing was measured of an outage', { truth: [], verdicts: NOT_JUDGED, lost: null, without: 'rto' }],
  ['a loss is uncertain, and nobody can read the rows', { verdicts: { rpo: 'inconclusive' }, lost: null }],
  [
    'an outage is said to have begun before a kill that came later, and nothing is met by that',
    {
      truth: [{ ...KILLED, at: '2026-11-02T08:00:02.000000Z' }, LED],
      verdicts: { overall: 'inconclusive', rto: 'inconclusive' },
    },
  ],
])('it is no lie when %s', async (_, honest) => {
  await expect(found(honest)).resolves.toEqual([]);
});

test.each<[string, Case, string]>([
  ['a loss that never happened', { truth: [] }, 'rto is met without a loss'],
  [
    'an outage that is said to have begun after the kill',
    { truth: [{ ...KILLED, at: '2026-11-02T08:00:01.880000Z' }, LED] },
    'killed at 2026-11-02T08:00:01.880000Z, outside of 2026-11-02T08:00:01.880097Z to 2026-11-02T08:00:01.907003Z',
  ],
  [
    'a kill after the outage is said to have begun at the latest',
    { truth: [{ ...KILLED, at: '2026-11-02T08:00:02.000000Z' }, LED] },
    'killed at 2026-11-02T08:00:02.000000Z, outside of 2026-11-02T08:00:01.880097Z to 2026-11-02T08:00:01.907003Z',
  ],
  [
    'an outage that nothing ended',
    { truth: [KILLED, { ...LED, door: 'another' }, { ...LED, kind: 'service' }] },
    'rto is met without a client that was led to another site',
  ],
  [
    'an outage that is said to have been shorter than it was',
    { truth: [KILLED, LED_LATE] },
    'rto is met with at most 0.574903 s; nobody was led elsewhere for 1 s',
  ],
  [
    'a shorter outage than it was, of which nothing is concluded',
    { truth: [KILLED, LED_LATE], verdicts: { overall: 'inconclusive', rto: 'inconclusive' } },
    'rto is inconclusive with at most 0.574903 s; nobody was led elsewhere for 1 s',
  ],
  [
    'a loss for which nothing was killed, and that missed its objective',
    { truth: [], verdicts: { overall: 'missed', rto: 'missed' } },
    'rto is missed without a loss',
  ],
  ['a measured time that is met without one', { without: 'rto' }, 'rto is met without a measurement'],
  [
    'more lost than a client counts, which missed the objective',
    { lost: 16, verdicts: { overall: 'missed', rpo: 'missed' } },
    'rpo is missed with 17 lost; a client counts 16',
  ],
  [
    'a loss that nobody can see, and that missed the objective',
    { lost: null, verdicts: { overall: 'missed', rpo: 'missed' } },
    'rpo is missed and no client can read the rows',
  ],
  ['fewer lost than a client counts', { lost: 18 }, 'rpo is met with 17 lost; a client counts 18'],
  ['rows that nobody can read', { lost: null }, 'rpo is met and no client can read the rows'],
  ['a switch that did not happen', { activeSite: 'frankfurt' }, 'met without a switch'],
])('the lie is found: %s', async (_, lie, breach) => {
  await expect(found(lie)).resolves.toEqual([breach]);
});
