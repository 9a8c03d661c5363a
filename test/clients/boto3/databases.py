"""Every operation of RDS that is served."""

from session import ACCOUNT, HERE, THERE, client, until

MADE = "by-boto3"
COPY = "orders-boto3"
RESTORED = "restored-by-boto3"
EARLIER = "earlier-by-boto3"
SOURCE = f"arn:aws:rds:{THERE}:{ACCOUNT}:db:orders-a"


def run(seen):
    rds = client("rds")
    groups(rds)
    seen["instances"] = instance_names()
    made(rds)
    changes(rds)
    snapshots(rds)
    replica(rds)
    seen["events"] = ends(rds)


def instance_names():
    pages = client("rds", THERE).get_paginator("describe_db_instances").paginate()
    return [one["DBInstanceIdentifier"] for page in pages for one in page["DBInstances"]]


def groups(rds):
    rds.create_db_parameter_group(
        DBParameterGroupName=MADE, DBParameterGroupFamily="postgres17", Description="by a script"
    )
    rds.create_db_subnet_group(
        DBSubnetGroupName=MADE,
        DBSubnetGroupDescription="by a script",
        SubnetIds=["subnet-1", "subnet-2"],
    )
    rds.describe_db_parameter_groups(DBParameterGroupName=MADE)
    rds.describe_db_subnet_groups(DBSubnetGroupName=MADE)
    rds.describe_option_groups(OptionGroupName="default:postgres-17")
    rds.describe_account_attributes()


def made(rds):
    rds.create_db_instance(
        DBInstanceIdentifier=MADE,
        DBInstanceClass="db.t4g.micro",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="owner",
        MasterUserPassword="-".join(["not", "a", "secret"]),
        DBParameterGroupName=MADE,
        DBSubnetGroupName=MADE,
    )
    rds.get_waiter("db_instance_available").wait(
        DBInstanceIdentifier=MADE, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
    arn = f"arn:aws:rds:{HERE}:{ACCOUNT}:db:{MADE}"
    rds.add_tags_to_resource(ResourceName=arn, Tags=[{"Key": "run", "Value": "7"}])
    assert rds.list_tags_for_resource(ResourceName=arn)["TagList"] == [{"Key": "run", "Value": "7"}]
    rds.remove_tags_from_resource(ResourceName=arn, TagKeys=["run"])


def changes(rds):
    rds.modify_db_instance(DBInstanceIdentifier=MADE, AllocatedStorage=30, ApplyImmediately=True)
    status_is(rds, MADE, "available")
    rds.reboot_db_instance(DBInstanceIdentifier=MADE)
    status_is(rds, MADE, "available")
    rds.stop_db_instance(DBInstanceIdentifier=MADE)
    status_is(rds, MADE, "stopped")
    rds.start_db_instance(DBInstanceIdentifier=MADE)
    status_is(rds, MADE, "available")


def snapshots(rds):
    rds.create_db_snapshot(DBSnapshotIdentifier=MADE, DBInstanceIdentifier=MADE)
    rds.get_waiter("db_snapshot_available").wait(
        DBSnapshotIdentifier=MADE, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
    rds.restore_db_instance_from_db_snapshot(
        DBInstanceIdentifier=RESTORED, DBSnapshotIdentifier=MADE, VpcSecurityGroupIds=["sg-0123abcd"]
    )
    status_is(rds, RESTORED, "available")
    pages = rds.get_paginator("describe_db_snapshots").paginate(DBInstanceIdentifier=MADE)
    assert [one["DBSnapshotIdentifier"] for page in pages for one in page["DBSnapshots"]] == [MADE]
    here = f"arn:aws:rds:{HERE}:{ACCOUNT}:snapshot:{MADE}"
    there = client("rds", THERE)
    there.copy_db_snapshot(
        SourceDBSnapshotIdentifier=here, TargetDBSnapshotIdentifier=MADE, SourceRegion=HERE
    )
    there.get_waiter("db_snapshot_available").wait(
        DBSnapshotIdentifier=MADE, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
    there.delete_db_snapshot(DBSnapshotIdentifier=MADE)
    gone = rds.delete_db_snapshot(DBSnapshotIdentifier=MADE)
    assert gone["DBSnapshot"]["Status"] == "deleted"
    point_in_time(rds)
    for name in (RESTORED, EARLIER):
        rds.delete_db_instance(DBInstanceIdentifier=name, SkipFinalSnapshot=True)


def point_in_time(rds):
    rds.modify_db_instance(DBInstanceIdentifier=RESTORED, BackupRetentionPeriod=2)
    until(lambda: "LatestRestorableTime" in describe(rds, RESTORED), True)
    backups = rds.describe_db_instance_automated_backups(DBInstanceIdentifier=RESTORED)
    assert "EarliestTime" in backups["DBInstanceAutomatedBackups"][0]["RestoreWindow"]
    rds.restore_db_instance_to_point_in_time(
        SourceDBInstanceIdentifier=RESTORED,
        TargetDBInstanceIdentifier=EARLIER,
        RestoreTime=describe(rds, RESTORED)["LatestRestorableTime"],
    )
    status_is(rds, EARLIER, "available")


def replica(rds):
    rds.create_db_instance_read_replica(
        DBInstanceIdentifier=COPY, SourceDBInstanceIdentifier=SOURCE, SourceRegion=THERE
    )
    status_is(rds, COPY, "available")
    assert describe(rds, COPY)["ReadReplicaSourceDBInstanceIdentifier"] == SOURCE
    rds.promote_read_replica(DBInstanceIdentifier=COPY)
    until(lambda: describe(rds, COPY).get("ReadReplicaSourceDBInstanceIdentifier"), None)
    status_is(rds, COPY, "available")


def ends(rds):
    for name in (COPY, MADE):
        rds.delete_db_instance(DBInstanceIdentifier=name, SkipFinalSnapshot=True)
        rds.get_waiter("db_instance_deleted").wait(
            DBInstanceIdentifier=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
        )
    rds.delete_db_parameter_group(DBParameterGroupName=MADE)
    rds.delete_db_subnet_group(DBSubnetGroupName=MADE)
    events = rds.describe_events(SourceType="db-instance", SourceIdentifier=MADE)["Events"]
    return [events[0]["Message"], events[-1]["Message"]]


def describe(rds, name):
    return rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]


def status_is(rds, name, status):
    until(lambda: describe(rds, name)["DBInstanceStatus"], status)
