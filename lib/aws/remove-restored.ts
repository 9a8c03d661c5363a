import {
  type DBInstance,
  DeleteDBInstanceCommand,
  ModifyDBInstanceCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { RestoreRefused } from '../domain/failure.ts';
import { RUN_TAG } from '../domain/run/resource-tags.ts';
import type { InstanceRef } from '../ports/databases.ts';
import { callAwsAgain } from './aws-failure.ts';
import { findInstance } from './find-instance.ts';
import { isRefusal, ownerIn } from './rds-refusal.ts';
import { tagsIn } from './rds-tags.ts';

type Restored = InstanceRef & { readonly run: string };

/**
 * Deletes an instance that the run has restored. Its tag is looked at right before: by a wrong name nothing is deleted
 * that somebody else uses. @throws RestoreRefused
 */
export async function removeRestored(rds: RDSClient, restored: Restored): Promise<void> {
  const found = await findInstance(rds, restored);
  if (!isStanding(found)) return;
  mustBeItsOwn(found, restored);
  const DBInstanceIdentifier = restored.instance;
  try {
    await callAwsAgain(`RDS in ${restored.region}`, async () => {
      if (found.DeletionProtection)
        await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier, DeletionProtection: false }));
      await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier, SkipFinalSnapshot: true }));
    });
  } catch (error) {
    // A call that was done and answered by a failure has been made again.
    if (isStanding(await findInstance(rds, restored))) throw refusalOf(error, restored);
  }
}

function isStanding(found: DBInstance | null): found is DBInstance {
  return found !== null && found.DBInstanceStatus !== 'deleting';
}

function mustBeItsOwn({ TagList }: DBInstance, { instance, region, run }: Restored): void {
  const tags = tagsIn(TagList);
  if (tags[RUN_TAG] === run) return;
  throw new RestoreRefused({
    subject: `${instance} in ${region}`,
    seen: `an instance ${ownerIn(tags)}`,
    limit: `one that run ${run} has restored`,
  });
}

function refusalOf(error: unknown, { instance, region }: Restored): unknown {
  if (!isRefusal(error)) return error;
  const subject = `${instance} in ${region}`;
  return new RestoreRefused({ subject, seen: error.message, limit: 'its removal', cause: error });
}
