import { durationWords } from '../judge/duration-words.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import type { Service } from '../plan/service.ts';
import { wavesOf } from '../plan/waves.ts';
import { shellWord } from '../shell-word.ts';
import { lockFunctions } from './lock-shell.ts';
import type { RunbookStep } from './runbook.ts';
import { describeInstance, onSide, OR_NO_ANSWER, REPLICATION_QUERY } from './shell-lines.ts';

/** A login of the operator, with the password from Secrets Manager and the address from RDS. */
const SQL_FUNCTION = [
  '# sql REGION INSTANCE DATABASE SECRET STATEMENT',
  'sql() {',
  '  login=$(aws secretsmanager get-secret-value --region "$1" --secret-id "$4" --query SecretString --output text) || return',
  `  address=$(aws rds describe-db-instances --region "$1" --db-instance-identifier "$2" --query 'DBInstances[0].Endpoint.[Address,Port]' --output text) || return`,
  `  PGUSER=$(printf %s "$login" | sed 's/.*"username": *"\\([^"]*\\)".*/\\1/') PGPASSWORD=$(printf %s "$login" | sed 's/.*"password": *"\\([^"]*\\)".*/\\1/') \\`,
  '    PGHOST=$(echo "$address" | cut -f 1) PGPORT=$(echo "$address" | cut -f 2) PGDATABASE="$3" PGSSLMODE=require PGCONNECT_TIMEOUT=5 \\',
  '    psql -X -A -t -v ON_ERROR_STOP=1 -c "$5"',
  '}',
];

export function prepareStep(plan: RecoveryPlan): RunbookStep {
  return {
    id: 'prepare',
    title: 'Open one shell, and keep it',
    when: 'always',
    why: [
      'All later steps are typed into this shell. It needs the AWS CLI, psql, curl and credentials that may act in the recovery region.',
    ],
    commands: [
      'mkdir -p failover-by-hand && cd failover-by-hand',
      "export AWS_PAGER='' AWS_MAX_ATTEMPTS=2",
      'RUN=by-hand-$(date -u +%Y%m%dT%H%M%SZ) && echo "$RUN"',
      ...SQL_FUNCTION,
      ...lockFunctions(plan),
    ],
    check: ['The name of this run is printed: by-hand- and the time. Nothing else is.'],
    fields: ['Name of this run', 'Who types', 'Who reads along', 'Begun at (UTC)'],
  };
}

export function lookStep(plan: RecoveryPlan): RunbookStep {
  const { primary } = plan.sites;
  return {
    id: 'look',
    title: `What is lost? Ask ${primary.region} and its services from three places`,
    when: 'always',
    why: [
      'From here, from a machine of another provider, and by telephone from somebody near users: a cut link between two sites looks like a lost region from one of them.',
    ],
    commands: [
      ...plan.databases.map(
        ({ primary: { instance } }) =>
          `${describeInstance(primary.region, instance, 'DBInstances[0].DBInstanceStatus')} ${OR_NO_ANSWER}`,
      ),
      ...plan.services.map(({ healthCheck }) => askHealth(healthCheck)),
    ],
    check: [
      'Services answer users (200): do not fail over. A link is cut, or you are.',
      'RDS answers and services do not: the service is lost, the region is not. Go on, with the steps for a region that answers.',
      'Neither answers, from two places at least: the region is lost. Go on, with the steps for a region that is silent.',
      'The places do not agree: wait, and ask again.',
    ],
    fields: ['Seen from here', 'Seen from the second place', 'Seen by users', 'Decided by, and at (UTC)'],
  };
}

export function replicaStep(plan: RecoveryPlan): RunbookStep {
  const sql = onSide(plan, 'recovery');
  const { recovery } = plan.sites;
  return {
    id: 'replica',
    title: `Can the replicas in ${recovery.region} take over, and what is lost?`,
    when: 'always',
    why: ['What a replica has not received is gone when it is promoted.'],
    commands: plan.databases.flatMap((database) => [
      describeInstance(recovery.region, database.replica.instance, REPLICATION_QUERY),
      sql(database, 'select now() - pg_last_xact_replay_timestamp()'),
    ]),
    check: [
      'Each replica is available and names its source. One that is backing-up refuses a promotion: wait for it.',
      'What was written after the last transaction that a replica has replayed is lost: the work of at most the time that is printed.',
      `It is longer than the objective (${durationWords(plan.objectives.rpo.seconds)}): somebody who may decide that decides it, in writing.`,
    ],
    fields: ['Time since the last transaction, for each database', 'Accepted by'],
  };
}

/** From outside, in the waves in which services come up. */
export function verifyStep(plan: RecoveryPlan): RunbookStep {
  return {
    id: 'verify',
    title: 'Do users reach the services?',
    when: 'always',
    why: [
      `Clients follow the switch after up to ${plan.traffic.checkInterval.seconds * plan.traffic.failureThreshold + plan.traffic.ttl.seconds} s: health check times threshold, and the record's time to live.`,
    ],
    commands: inWaves(plan).map(({ healthCheck }) => askHealth(healthCheck)),
    check: [
      'Each answers 200; a service without HTTP, open. Ask again until the time above has passed twice.',
    ],
    fields: ['First answer of the last service at (UTC)', 'Called from, and by whom'],
  };
}

function inWaves({ services }: RecoveryPlan): readonly Service[] {
  const waves = wavesOf(services);
  const waveOf = ({ name }: Service) => (waves.ok ? (waves.waveByService.get(name) ?? 0) : 0);
  return services.toSorted((a, b) => waveOf(a) - waveOf(b));
}

function askHealth(check: Service['healthCheck']): string {
  if (check.kind === 'http')
    return `curl -sS -o /dev/null -m 5 -w '%{http_code}\\n' ${shellWord(check.url)} ${OR_NO_ANSWER}`;
  const { host, port } = check;
  return `timeout 5 bash -c ${shellWord(`</dev/tcp/${host}/${port}`)} && echo open ${OR_NO_ANSWER}`;
}
