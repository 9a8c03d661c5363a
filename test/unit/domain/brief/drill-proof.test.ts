import { expect, test } from 'vitest';
import { ageWords, drillProof } from '../../../../lib/domain/brief/drill-proof.ts';
import { known, unknown } from '../../../../lib/domain/brief/fact.ts';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import { drilled } from '../../../fakes/former-failovers.ts';
import { planOf, SMALL_PLAN } from '../plan/small-plan.ts';

const PLAN = planOf(SMALL_PLAN);
const current = {
  plan: PLAN,
  target: 'sandbox',
  sha256: 'b'.repeat(64),
  now: parseInstant('2027-03-10T03:00:00.000000Z'),
} as const;

test('a drill of this very file that passed is proof', () => {
  const proof = drillProof([drilled({ planSha256: current.sha256 })], current);
  expect(proof).toMatchObject({
    passed: { run: 'small-1', ageSeconds: 172_800, samePlan: true, changes: known([]) },
    notPassedSince: null,
    stale: null,
  });
});

test('of another file it is proof when nothing that a run reads has changed', () => {
  const now = { ...current, plan: planOf(`# of tonight\n${SMALL_PLAN}`) };
  expect(drillProof([drilled()], now)).toMatchObject({
    passed: { samePlan: false, changes: known([]) },
    stale: null,
  });
  const other = { ...current, plan: planOf(`${SMALL_PLAN}hold: PT1H\n`) };
  expect(drillProof([drilled()], other)).toMatchObject({
    passed: { changes: known([{ path: 'hold', before: 'PT1M', after: 'PT1H' }]) },
    stale: 'a field has changed since a drill passed',
  });
});

test('one that did not pass later is told beside it, and a real event is no drill', () => {
  const proof = drillProof(
    [
      drilled({ run: 'small-4', scope: 'real' }),
      drilled({ run: 'small-3', verdict: 'missed' }),
      drilled({ run: 'small-2', verdict: 'inconclusive' }),
      drilled(),
    ],
    current,
  );
  expect(proof).toMatchObject({
    passed: { run: 'small-1' },
    notPassedSince: { run: 'small-3', verdict: 'missed' },
  });
});

test.each([
  [['missed', 'met'], 'the newest drill, small-2, was missed'],
  [['inconclusive', 'met'], 'the newest drill, small-2, was inconclusive'],
  [['met', 'missed'], null],
] as const)(
  'of drills that were, newest first, %j the evidence is stale as follows: %s',
  (verdicts, stale) => {
    const [newest, before] = verdicts.map((verdict, index) =>
      drilled({ run: `small-${2 - index}`, verdict }),
    );
    if (!newest || !before) throw new Error('there are two drills');
    expect(drillProof([newest, before], current).stale).toBe(stale);
  },
);

test.each([
  ['no drill passed', [drilled({ verdict: 'missed' })], 'no failover drill of this plan has passed'],
  ['there was none', [], 'no failover drill of this plan has passed'],
  [
    'it passed too long ago',
    [drilled({ planSha256: current.sha256, at: '2025-03-10T03:00:00.000000Z' })],
    'the last passed drill is older than evidence.maxAge, P365D',
  ],
  [
    'its plan cannot be read',
    [drilled({ plan: unknown('it was not kept') })],
    'the plan of small-1 cannot be compared: it was not kept',
  ],
])('evidence is stale where %s', (_, former, stale) => {
  expect(drillProof(former, current).stale).toBe(stale);
});

test.each([
  [41.4, '41 s'],
  [86_400, '24 h'],
  [3 * 86_400 + 5, '3 days'],
])('%d s ago is %s', (seconds, words) => {
  expect(ageWords(seconds)).toBe(words);
});
