import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { planKeys } from '../run/run-keys.ts';
import { stopCommands } from './ladder-steps.ts';
import { GENERATION, takeLock } from './lock-shell.ts';
import type { RunbookStep } from './runbook.ts';
import { describeInstance, onSide, putObject, OR_NO_ANSWER } from './shell-lines.ts';

/** A lock that a person holds, with a generation above every run's: what Muster still does is refused from then on. */
export function lockStep(plan: RecoveryPlan): RunbookStep {
  return {
    id: 'lock',
    title: 'Keep Muster from acting at the same time',
    when: 'always',
    why: [
      'Every change that Muster makes is preceded by a look at this lock: a run that finds a later generation changes nothing any more.',
      'Not where a run of Muster is paused and you do one step for it by hand: to take its lock would end it. Type the RUN= and GENERATION= that its question shows, and then that step.',
    ],
    commands: takeLock(plan),
    check: [
      'The locks as they were are printed, then a number that is above the generation of each. Write it down: every object below carries it.',
      'THE LOCK COULD NOT BE READ: nothing was written, and it may be held. Mend what is said (credentials, rights, the network), and type this step again.',
      'HELD BY ANOTHER PERSON: nothing was written. Call that person, and stop here. Was it you, in a shell that is gone: type RUN= and its name, then this step again.',
      'NOT TAKEN: somebody else has written it meanwhile, or the answer did not come. Type this step again.',
      'It was held by an execution (arn:aws:states:…): it ends at its next change, and this step waits until what it has under way is over. What it is doing: aws stepfunctions describe-execution --execution-arn with that name. Of scope real: somebody has begun this failover with Muster; find out how far it came.',
      'NO ANSWER from the other region is no reason to stop.',
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
      `printf '{"stopped":${jobs},"run":"%s","generation":%d}' "$RUN" ${GENERATION} > jobs.json &&`,
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
        sql(
          database,
          `select usename, count(*) from pg_stat_activity where backend_type = 'client backend' and usename <> current_user and usename not like 'rds%' and usename not in (${among}) group by usename`,
        ),
        sql(
          database,
          `select (select count(*) from pg_roles where rolcanlogin and rolname in (${among})) as logins_left, (select count(*) from pg_stat_activity where usename in (${among})) as sessions_left`,
        ),
      ];
    }),
    check: [
      'The last line of each database is 0|0 (logins and sessions left), also when it is asked again a few seconds later, and again right before the promotion.',
      'It is not, or the server does not answer: go to the next step, as for a region that is silent.',
      'A line with a name and a number is of sessions of a role that the plan does not fence. If that role may write, keep it out in the same way, by its name: alter role … nologin, then pg_terminate_backend.',
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
