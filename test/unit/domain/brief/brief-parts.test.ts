import { expect, test } from 'vitest';
import {
  type Advice,
  adviceOn,
  heldAgainst,
  type Seen,
  type Served,
} from '../../../../lib/domain/brief/advice.ts';
import { conflictingRun } from '../../../../lib/domain/brief/conflicting-run.ts';
import { drillProof } from '../../../../lib/domain/brief/drill-proof.ts';
import { known, unknown } from '../../../../lib/domain/brief/fact.ts';
import { neededReasons } from '../../../../lib/domain/brief/needed-reasons.ts';
import { predictedDuration } from '../../../../lib/domain/brief/predicted-duration.ts';
import { whoApproves } from '../../../../lib/domain/brief/who-approves.ts';
import { drilled } from '../../../fakes/former-failovers.ts';
import { planOf, SMALL_PLAN } from '../plan/small-plan.ts';

const FINDINGS: readonly Seen['finding'][] = [
  'region-lost',
  'link-lost',
  'service-lost',
  'unknown',
  'nothing-seen',
];

test.each(FINDINGS)('while users are served nobody is advised to fail over: %s', (finding) => {
  expect(adviceOn({ finding, served: 'all' }).recommendation).toBe('do not fail over');
});

test.each(FINDINGS)('while some users are served nobody is advised to fail over: %s', (finding) => {
  expect(adviceOn({ finding, served: 'some' }).recommendation).not.toBe('fail over');
});

test('users whom this machine sees served speak against what the regions advise, and never for it', () => {
  const reason = 'nothing in east answers west';
  const held = (recommendation: Advice['recommendation']) =>
    (['all', 'some', 'none', null] satisfies Served[]).map((served) =>
      heldAgainst({ recommendation, reason }, served),
    );
  expect(held('fail over')).toEqual([
    {
      recommendation: 'look closer',
      reason: 'as seen from here users are served, although nothing in east answers west',
    },
    {
      recommendation: 'look closer',
      reason: 'as seen from here some users are served, although nothing in east answers west',
    },
    { recommendation: 'fail over', reason },
    { recommendation: 'fail over', reason },
  ]);
  for (const recommendation of ['look closer', 'do not fail over'] as const)
    for (const advice of held(recommendation)) expect(advice).toEqual({ recommendation, reason });
});

test('where what was seen allows no advice, going on is a word that somebody has to give', () => {
  const advice = adviceOn({ finding: 'unknown', served: 'none' });
  const approvals = whoApproves(planOf(SMALL_PLAN), ASKING);
  const grounds = { approvals, advice, lever: known(null), proof: unknown('nobody asked') };
  const needs = (reason: string, despite: string | null) =>
    neededReasons(grounds, { reason, despite, staleEvidence: 'x', pastLever: null });
  expect(needs(' ', null)).toEqual([
    { option: '--reason', why: 'users are not served, and nobody can say what is lost' },
  ]);
  expect(needs('the shop is dark', null)).toEqual([]);
  expect(needs('', 'whatever it is')).toEqual([]);
});

const ASKING = { initiator: 'Ada', breakGlass: null, primaryAnswers: false };

const RELEASED = {
  schemaVersion: 1,
  state: 'disengaged',
  by: 'Ben',
  reason: 'a sale',
  at: '2027-03-09T12:00:00.000000Z',
} as const;

test('a lost region is failed over; what may be repaired, or is not known, is looked at closer', () => {
  const advice = FINDINGS.map((finding) => adviceOn({ finding, served: 'none' }).recommendation);
  expect(advice).toEqual(['fail over', 'look closer', 'look closer', 'look closer', 'do not fail over']);
});

test.each([
  ['a drill that runs', { scope: 'live', status: 'RUNNING', cleanedUp: false }, 'pre-empted'],
  ['a drill that left something', { scope: 'live', status: 'FAILED', cleanedUp: false }, 'pre-empted'],
  ['a real one that runs', { scope: 'real', status: 'RUNNING', cleanedUp: false }, 'refuses'],
  ['a person who holds it by hand', { scope: 'real', status: null, cleanedUp: false }, 'refuses'],
  ['a real one that is over', { scope: 'real', status: 'SUCCEEDED', cleanedUp: true }, 'over'],
  ['a real one that was cut off', { scope: 'real', status: 'ABORTED', cleanedUp: false }, 'refuses'],
  [
    'a real one that left something',
    { scope: 'real', status: 'FAILED', cleanedUp: false, isThrough: true },
    'pre-empted',
  ],
  [
    'one that is made to go on',
    { scope: 'real', status: 'RUNNING', cleanedUp: false, isThrough: true },
    'refuses',
  ],
  ['one that nobody knows', { scope: 'real', status: null, cleanedUp: false, isThrough: true }, 'refuses'],
] as const)('%s: %o is %s', (_, holder, effect) => {
  expect(conflictingRun({ run: 'r', isThrough: false, ...holder }).effect).toBe(effect);
});

test('reasons are asked for where something speaks against it, until they are given', () => {
  const advice = adviceOn({ finding: 'nothing-seen', served: 'all' });
  const current = { plan: planOf(SMALL_PLAN), target: 'sandbox', sha256: 'a'.repeat(64), now: 0 } as const;
  const nothing = { reason: '', despite: null, staleEvidence: null, pastLever: null };
  const lever = known(null);
  const approvals = whoApproves(planOf(SMALL_PLAN), ASKING);
  const proof = (former: Parameters<typeof drillProof>[0]) => known(drillProof(former, current));
  expect(neededReasons({ approvals, advice, lever, proof: proof([]) }, nothing)).toEqual([
    { option: '--despite', why: 'nothing is seen to be lost' },
    { option: '--stale-evidence', why: 'no failover drill of this plan has passed' },
  ]);
  const given = { reason: '', despite: 'the bank calls', staleEvidence: 'drilled on paper', pastLever: null };
  expect(neededReasons({ approvals, advice, lever, proof: proof([]) }, given)).toEqual([]);
  expect(
    neededReasons(
      { approvals, advice, lever, proof: unknown('no answer within 2 s') },
      { ...nothing, despite: 'x' },
    ),
  ).toEqual([{ option: '--stale-evidence', why: 'former drills are not known: no answer within 2 s' }]);
  const lost = adviceOn({ finding: 'region-lost', served: 'none' });
  const grounds = { approvals, advice: lost, proof: proof([drilled()]) };
  expect(neededReasons({ ...grounds, lever }, nothing)).toEqual([]);
  const engaged = known({ ...RELEASED, state: 'engaged' as const });
  expect(neededReasons({ ...grounds, lever: engaged }, nothing)).toEqual([
    {
      option: '--past-lever',
      why: 'the safety lever is engaged by Ben at 2027-03-09 12:00:00 UTC: a sale',
    },
  ]);
  expect(neededReasons({ ...grounds, lever: engaged }, { ...nothing, pastLever: 'forgotten' })).toEqual([]);
  expect(neededReasons({ ...grounds, lever: known(RELEASED) }, nothing)).toEqual([]);
});

test.each([
  ['one of two who both have to approve', { initiator: 'Ada', breakGlass: null }, ['--break-glass']],
  ['the same, behind the glass', { initiator: 'Ada', breakGlass: 'nobody answers' }, []],
  ['somebody whom the plan does not name', { initiator: 'root', breakGlass: null }, []],
] as const)('%s starts it: what that needs is said before', (_, asking, options) => {
  const plan = planOf(
    `${SMALL_PLAN}approvals: { people: [{ name: Ada }, { name: Ben }], real: { needed: 2 } }\n`,
  );
  const approvals = whoApproves(plan, { ...ASKING, ...asking });
  const advice = adviceOn({ finding: 'region-lost', served: 'none' });
  const proof = known(drillProof([drilled()], { plan, target: 'sandbox', sha256: 'a'.repeat(64), now: 0 }));
  const given = { reason: '', despite: null, staleEvidence: 'x', pastLever: null };
  const needs = neededReasons({ approvals, advice, proof, lever: known(null) }, given);
  expect(needs.map(({ option }) => option)).toEqual(options);
  for (const { why } of needs)
    expect(why).toBe('2 have to approve, and beside Ada the plan names 1; or somebody else starts it');
});

test('the duration is the median of former runs without their detection, and the slowest of them', () => {
  const runs = [1, 2, 9].map((seconds) =>
    drilled({
      prepareSeconds: seconds,
      phases: [
        { name: 'detect', seconds: 100, awsSeconds: 0 },
        { name: 'promote', seconds, awsSeconds: seconds / 2 },
        { name: 'verify', seconds: 1, awsSeconds: 0 },
      ],
    }),
  );
  expect(predictedDuration([...runs, drilled({ phases: [] })])).toEqual(
    known({
      runs: 3,
      scopes: ['rehearsal'],
      prepareSeconds: 2,
      recoverSeconds: 3,
      slowestRecoverSeconds: 10,
      awsSeconds: 1,
      phases: [
        { name: 'promote', seconds: 2 },
        { name: 'verify', seconds: 1 },
      ],
    }),
  );
  expect(predictedDuration([drilled({ phases: [] })])).toEqual(unknown('no run to learn from'));
});

test('an approver is never the initiator, however the name is typed', () => {
  const plan = planOf(
    `${SMALL_PLAN}approvals: { people: [{ name: On Call }, { name: Lead }], real: { needed: 1 } }\n`,
  );
  const of = (initiator: string) => whoApproves(plan, { ...ASKING, initiator });
  expect(of('root')).toMatchObject({
    start: { needed: 1, possible: true, timeoutSeconds: 900 },
    divergence: { needed: 2, possible: true, expected: true },
  });
  expect(of(' on  call')).toMatchObject({
    people: [{ name: 'Lead' }],
    start: { possible: true },
    divergence: { possible: false },
  });
});
