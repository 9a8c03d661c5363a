import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { planKeys, runKeys } from '../run/run-keys.ts';
import { shellWord } from '../shell-word.ts';
import { stopCommands } from './ladder-steps.ts';
import type { RunbookStep } from './runbook.ts';
import { describeInstance, onSide, putLock, putObject, OR_NO_ANSWER, printLock } from './shell-lines.ts';

/** A lock that a person holds, with a generation above every run's: what Muster still does is refused from then on. */
export function lockStep(plan: RecoveryPlan): RunbookStep {
  const { recovery } = plan.sites;
  const key = runKeys.lock(plan.name, 'failover');
  const get = `aws s3api get-object --region ${recovery.region} --bucket ${recovery.bucket} --key ${shellWord(key)} lock.json`;
  return {
    id: 'lock',
    title: 'Keep Muster from acting at the same time',
    when: 'always',
    why: [
      'Every change that Muster makes is preceded by a look at this lock: a run that finds a later generation changes nothing any more.',
    ],
    commands: [
      `${get} > /dev/null || echo '{"generation":0}' > lock.json`,
      'cat lock.json; echo',
      `GENERATION=$(( $(sed 's/.*"generation":\\([0-9]*\\).*/\\1/' lock.json) + 1 )) && echo "$GENERATION"`,
      printLock('held'),
      ...putLock(plan),
    ],
    check: [
      'The number printed is one more than the generation in the lock. Write it down: every object below carries it.',
      'The lock was held by another person, by the name of the run: call that person, and stop here. It was held by your own run: you have typed this before; go on.',
      'It was held by an execution (arn:aws:states:…): it ends at its next change. What it is doing: aws stepfunctions describe-execution --execution-arn with that name.',
      'No answer from the other region is no reason to stop.',
    ],
    fields: ['Generation', 'Run that held the lock before, if any'],
  };
}

export function jobsStep(plan: RecoveryPlan): RunbookStep {
  const names = plan.backgroundJobs.map(({ name }) => name);
  const jobs = JSON.stringify(names);
  return {
    id: 'jobs',
    title: 'No background job may run at two sites',
    when: 'always',
    why: [
      names.length > 0
        ? `Jobs read this gate before they run: ${names.join(', ')}.`
        : 'The plan names no job: the gate is written all the same, and nobody has to think of it.',
    ],
    commands: [
      `printf '{"stopped":${jobs},"run":"%s","generation":%d}' "$RUN" "$GENERATION" > jobs.json`,
      putObject(plan, planKeys.jobs(plan.name), 'jobs.json'),
    ],
    check: ['An ETag is printed.'],
    fields: ['Jobs off at (UTC)'],
  };
}

/** A primary that can be reached is fenced by its own server, and asked whether it is. */
export function fenceStep(plan: RecoveryPlan): RunbookStep {
  const sql = onSide(plan, 'primary');
  return {
    id: 'fence',
    title: 'Keep the old primary from taking writes',
    when: 'region-answers',
    why: [
      'Two primaries that both take writes cannot be put together again. No login, then no session: in this order, or clients come back in between.',
    ],
    commands: plan.databases.flatMap((database) => {
      const roles = database.fencedRoles;
      const among = roles.map((role) => `'${role}'`).join(', ');
      const fence = roles.map((role) => `alter role ${role} nologin;`).join(' ');
      return [
        sql(database, fence),
        sql(
          database,
          `select count(pg_terminate_backend(pid)) from pg_stat_activity where usename in (${among})`,
        ),
        sql(database, `select count(*) as sessions_left from pg_stat_activity where usename in (${among})`),
      ];
    }),
    check: [
      'The last number of each database is 0, also when it is asked again a few seconds later.',
      'It is not, or the server does not answer: go to the next step, as for a region that is silent.',
    ],
    fields: ['Fenced at (UTC), seen by'],
  };
}

export function acceptStep(plan: RecoveryPlan): RunbookStep {
  const people = plan.approvals.people.map(({ name }) => name);
  const needed = plan.approvals.divergence.needed;
  return {
    id: 'accept',
    title: 'Nobody can prove that the old primary is dead: accept that in writing',
    when: 'region-silent',
    why: [
      'A region that does not answer may go on serving users that you cannot see. What they write there is not in the new primary.',
      `The plan wants ${needed} named people to accept it${people.length > 0 ? `, of: ${people.join(', ')}` : ''}.`,
    ],
    commands: [],
    check: ['Without these names, stop here: wait for the region, or for the people.'],
    fields: Array.from({ length: needed }, (_, index) => `${index + 1}. name, and at (UTC)`),
  };
}

/** What is done when a region comes back that was silent: before anything there can write. */
export function returnStep(plan: RecoveryPlan): RunbookStep {
  const { primary } = plan.sites;
  return {
    id: 'return',
    title: `When ${primary.region} answers again: fence first`,
    when: 'region-silent',
    why: [
      'The old primary comes back as it was: out of recovery, open to its clients. Do the step "Keep the old primary from taking writes" now, before anything else there.',
    ],
    commands: [
      ...plan.databases.map(
        ({ primary: { instance } }) =>
          `${describeInstance(primary.region, instance, 'DBInstances[0].DBInstanceStatus')} ${OR_NO_ANSWER}`,
      ),
      ...stopCommands(plan),
    ],
    check: [
      ...(plan.fence.rungs.includes('stop-instance')
        ? [
            'It is stopped only when its logins are revoked: a stopped instance starts again by itself after seven days.',
          ]
        : []),
      'Do not delete the old primary, and do not make it a replica, until somebody has looked for rows that only it holds.',
    ],
    fields: ['Back at (UTC)', 'Fenced at (UTC)'],
  };
}
