import { durationWords } from '../judge/duration-words.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { planKeys } from '../run/run-keys.ts';
import { freeLock, GENERATION } from './lock-shell.ts';
import type { RunbookStep } from './runbook.ts';
import { describeInstance, onSide, putObject, REPLICATION_QUERY } from './shell-lines.ts';

export function promoteStep(plan: RecoveryPlan): RunbookStep {
  const sql = onSide(plan, 'recovery');
  const { region } = plan.sites.recovery;
  return {
    id: 'promote',
    title: 'Promote the replicas. From here on there is no way back',
    when: 'always',
    why: [
      'Asked of the recovery region only. On RDS the instance reboots, which takes minutes; available alone proves nothing.',
    ],
    commands: [
      'if still_ours; then',
      ...plan.databases.map(
        ({ replica: { instance } }) =>
          `aws rds promote-read-replica --region ${region} --db-instance-identifier ${instance} --query DBInstance.DBInstanceStatus --output text`,
      ),
      ...plan.databases.flatMap((database) => [
        `until [ "$(${describeInstance(region, database.replica.instance, REPLICATION_QUERY)} | tr '\\t' ' ')" = 'available None' ]; do sleep 2; done`,
        sql(database, 'select pg_is_in_recovery()'),
      ]),
      'else false; fi',
    ],
    check: [
      'Each database answers f: it is out of recovery.',
      'THE LOCK IS NOT YOURS, or could not be read: nothing was promoted. Find out who holds it, before anything else.',
      'InvalidDBInstanceState: the replica is backing up, or has another change under way. Wait, and type the command again.',
    ],
    fields: ['Asked at (UTC)', 'Out of recovery at (UTC), for each database'],
  };
}

/** A fence by SQL reaches the replica before it is promoted: what has no login there is let in again. */
export function admitStep(plan: RecoveryPlan): RunbookStep {
  const sql = onSide(plan, 'recovery');
  return {
    id: 'admit',
    title: 'Let the clients into the new primaries',
    when: 'region-answers',
    why: ['The fence was replicated: on the new primary these roles have no login either.'],
    commands: plan.databases.map((database) =>
      sql(database, database.fencedRoles.map((role) => `alter role ${role} login;`).join(' ')),
    ),
    check: ['ALTER ROLE for each role.'],
    fields: [],
  };
}

export function switchStep(plan: RecoveryPlan): RunbookStep {
  const { recovery } = plan.sites;
  const site = JSON.stringify(recovery.name);
  return {
    id: 'switch',
    title: `Send the clients to ${recovery.name}`,
    when: 'always',
    why: ['An object in the recovery region that health checks read: nothing of the lost region is needed.'],
    commands: [
      `printf '{"activeSite":${site},"run":"%s","generation":%d}' "$RUN" ${GENERATION} > switch.json &&`,
      putObject(plan, planKeys.traffic(plan.name), 'switch.json'),
    ],
    check: ['An ETag is printed.'],
    fields: ['Switched at (UTC)'],
  };
}

export function endStep(plan: RecoveryPlan): RunbookStep {
  return {
    id: 'end',
    title: 'Give the lock back, and keep this paper',
    when: 'always',
    why: [
      `There is one copy of the data now. The plan allows ${durationWords(plan.objectives.withoutSecondCopy.seconds)} without a second one: make a new replica in an allowed region.`,
      'Background jobs stay off until somebody has decided where they run.',
    ],
    commands: freeLock(plan),
    check: [
      'An ETag is printed for each region. NO ANSWER from the other one: if it was taken there, type its line again when that answers.',
      'THE LOCK IS NOT YOURS: one that says free is given back already. In any other case leave it alone, and find out whose it is.',
      'When Muster is there again: `npx muster runs adopt` brings what stands on this paper into the record, and proves it.',
    ],
    fields: ['Ended at (UTC)', 'Second copy there at (UTC)', 'What was done differently, and why'],
  };
}
