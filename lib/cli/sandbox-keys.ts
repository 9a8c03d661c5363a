import { join } from 'node:path';
import { EVIDENCE_KEY } from '../domain/evidence/evidence-key.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import type { KmsKeyConfig } from '../sandbox/sandbox-config.ts';

/** Of a plan that names no key for its copies. */
const BACKUP_KEY = 'alias/muster-backups';
/** The key that RDS uses unless it is told another one. */
const SERVICE_KEY = 'alias/aws/rds';

/**
 * Each site's region has the service's key and the one that evidence is signed with, and that of the recovery site also
 * the one that copies of backups go under. A signing key outlives the sandbox: else nobody could trust it beforehand.
 */
export function kmsKeysOf(
  { sites: { primary, recovery }, drills }: RecoveryPlan,
  directory: string,
): KmsKeyConfig[] {
  const { region } = recovery;
  const key = drills.backup.kmsKey ?? BACKUP_KEY;
  return [
    ...[...new Set([primary.region, region])].flatMap((one) => [
      { region: one, aliases: [SERVICE_KEY] },
      { region: one, aliases: [EVIDENCE_KEY], keyFile: signingKeyFile(directory, one) },
    ]),
    key.startsWith('alias/') ? { region, aliases: [key] } : { region, aliases: [BACKUP_KEY], arn: key },
  ];
}

/** The private key of a region's evidence, in the directory where a sandbox has such keys. */
export function signingKeyFile(directory: string, region: string): string {
  return join(directory, `${region}.pem`);
}
