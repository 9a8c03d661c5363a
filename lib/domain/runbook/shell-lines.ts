import type { Database } from '../plan/database.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { shellWord } from '../shell-word.ts';

/** Short limits: a region that is lost does not answer, and each call would be waited for. */
export const IMPATIENT = '--cli-connect-timeout 5 --cli-read-timeout 5';

/** Behind a command whose answer may not come: what is printed then, and the shell goes on. */
export const OR_NO_ANSWER = "|| echo 'NO ANSWER'";

/** Status and source of an instance: a replica that was promoted names none. */
export const REPLICATION_QUERY = 'DBInstances[0].[DBInstanceStatus,ReadReplicaSourceDBInstanceIdentifier]';

export type SiteOfPlan = 'primary' | 'recovery';

/** What describe-db-instances says of one instance, as one line of text. */
export function describeInstance(region: string, instance: string, query: string): string {
  return `aws rds describe-db-instances --region ${region} --db-instance-identifier ${instance} ${IMPATIENT} --query ${shellWord(query)} --output text`;
}

/** Writes a file of the working directory as an object of the recovery site's bucket. */
export function putObject({ sites: { recovery } }: RecoveryPlan, key: string, file: string): string {
  return `aws s3api put-object --region ${recovery.region} --bucket ${recovery.bucket} --key ${shellWord(key)} --body ${file}`;
}

/** Statements on one side's databases, by the function that the first step defines. */
export function onSide(plan: RecoveryPlan, side: SiteOfPlan) {
  const { region } = plan.sites[side];
  return ({ primary, replica, database, operatorSecret }: Database, statement: string): string => {
    const { instance } = side === 'primary' ? primary : replica;
    return `sql ${region} ${instance} ${database} ${shellWord(operatorSecret)} ${shellWord(statement)}`;
  };
}
