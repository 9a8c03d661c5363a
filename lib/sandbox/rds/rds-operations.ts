import { createDbParameterGroup } from './groups/create-db-parameter-group.ts';
import { createDbSubnetGroup } from './groups/create-db-subnet-group.ts';
import { deleteDbParameterGroup } from './groups/delete-db-parameter-group.ts';
import { deleteDbSubnetGroup } from './groups/delete-db-subnet-group.ts';
import { describeDbParameterGroups } from './groups/describe-db-parameter-groups.ts';
import { describeDbSubnetGroups } from './groups/describe-db-subnet-groups.ts';
import { describeAccountAttributes } from './groups/describe-account-attributes.ts';
import { describeOptionGroups } from './groups/describe-option-groups.ts';
import { addTagsToResource } from './operations/add-tags-to-resource.ts';
import { createDbInstance } from './operations/create-db-instance.ts';
import { createDbInstanceReadReplica } from './operations/create-db-instance-read-replica.ts';
import { deleteDbInstance } from './operations/delete-db-instance.ts';
import { describeDbInstances } from './operations/describe-db-instances.ts';
import { describeEvents } from './operations/describe-events.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { modifyDbInstance } from './operations/modify-db-instance.ts';
import { promoteReadReplica } from './operations/promote-read-replica.ts';
import { rebootDbInstance } from './operations/reboot-db-instance.ts';
import { removeTagsFromResource } from './operations/remove-tags-from-resource.ts';
import { startDbInstance } from './operations/start-db-instance.ts';
import { stopDbInstance } from './operations/stop-db-instance.ts';
import { copyDbSnapshot } from './snapshots/copy-db-snapshot.ts';
import { createDbSnapshot } from './snapshots/create-db-snapshot.ts';
import { deleteDbSnapshot } from './snapshots/delete-db-snapshot.ts';
import { describeDbInstanceAutomatedBackups } from './snapshots/describe-db-instance-automated-backups.ts';
import { describeDbSnapshots } from './snapshots/describe-db-snapshots.ts';
import { restoreDbInstanceFromDbSnapshot } from './snapshots/restore-db-instance-from-db-snapshot.ts';
import { restoreDbInstanceToPointInTime } from './snapshots/restore-db-instance-to-point-in-time.ts';
import type { RdsOperation } from './rds-operation.ts';

/** Operations that are served, by their names in the API reference. */
export const RDS_OPERATIONS: ReadonlyMap<string, RdsOperation> = new Map([
  ['AddTagsToResource', addTagsToResource],
  ['CopyDBSnapshot', copyDbSnapshot],
  ['CreateDBInstance', createDbInstance],
  ['CreateDBInstanceReadReplica', createDbInstanceReadReplica],
  ['CreateDBParameterGroup', createDbParameterGroup],
  ['CreateDBSubnetGroup', createDbSubnetGroup],
  ['CreateDBSnapshot', createDbSnapshot],
  ['DeleteDBInstance', deleteDbInstance],
  ['DeleteDBParameterGroup', deleteDbParameterGroup],
  ['DeleteDBSnapshot', deleteDbSnapshot],
  ['DeleteDBSubnetGroup', deleteDbSubnetGroup],
  ['DescribeAccountAttributes', describeAccountAttributes],
  ['DescribeDBInstanceAutomatedBackups', describeDbInstanceAutomatedBackups],
  ['DescribeDBInstances', describeDbInstances],
  ['DescribeDBParameterGroups', describeDbParameterGroups],
  ['DescribeDBSnapshots', describeDbSnapshots],
  ['DescribeDBSubnetGroups', describeDbSubnetGroups],
  ['DescribeEvents', describeEvents],
  ['DescribeOptionGroups', describeOptionGroups],
  ['ListTagsForResource', listTagsForResource],
  ['ModifyDBInstance', modifyDbInstance],
  ['PromoteReadReplica', promoteReadReplica],
  ['RebootDBInstance', rebootDbInstance],
  ['RemoveTagsFromResource', removeTagsFromResource],
  ['RestoreDBInstanceFromDBSnapshot', restoreDbInstanceFromDbSnapshot],
  ['RestoreDBInstanceToPointInTime', restoreDbInstanceToPointInTime],
  ['StartDBInstance', startDbInstance],
  ['StopDBInstance', stopDbInstance],
]);
