import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { initiatorProblems } from '../../../../lib/domain/approval/initiator-problems.ts';
import { formatFinding } from '../../../../lib/domain/plan/plan-problem.ts';
import { planOf, SMALL_PLAN } from '../plan/small-plan.ts';

const problems = (approvals: string) =>
  initiatorProblems(planOf(`${SMALL_PLAN}approvals: ${approvals}\n`)).map(formatFinding);

it('warns of a plan in which one who starts a run leaves too few to approve it', () => {
  expect(problems('{ people: [{ name: Ada }, { name: Ben }], real: { needed: 1 } }')).toEqual([
    'approvals.divergence.needed: expected fewer than the number of approvals.people (2), one of whom may be on call, found the number 2; whoever starts a run cannot approve it: name another person',
  ]);
  expect(problems('{ people: [{ name: Ada }, { name: Ben }], real: { needed: 2 } }')).toHaveLength(2);
});

it.each(readdirSync('drills/plans'))('has nothing against %s', (file) => {
  expect(initiatorProblems(planOf(readFileSync(`drills/plans/${file}`, 'utf8')))).toEqual([]);
});

it.each(['{}', '{ people: [{ name: Ada }, { name: Ben }, { name: Cid }], real: { needed: 2 } }'])(
  'has nothing against %s',
  (approvals) => expect(problems(approvals)).toEqual([]),
);
