"""Every operation of S3 that is served."""

import datetime
import io

from botocore.exceptions import ClientError
from session import ENDPOINT, HERE, THERE, client, session, until

BUCKET = "boto3-here"
COPIES = "boto3-there"


def run(seen):
    s3 = client("s3")
    buckets(s3)
    seen["body"], seen["missing"] = objects(s3)
    seen["keys"], seen["large"] = by_resource(s3)
    listings(s3)
    tags(s3)
    multipart(s3)
    locks(s3)
    seen["replication"] = replication(s3)
    ends(s3)


def buckets(s3):
    for bucket, region in [(BUCKET, HERE), (COPIES, THERE)]:
        client("s3", region).create_bucket(
            Bucket=bucket,
            ObjectLockEnabledForBucket=True,
            CreateBucketConfiguration={"LocationConstraint": region},
        )
        client("s3", region).put_bucket_versioning(
            Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
        )
    s3.list_buckets()
    s3.get_bucket_location(Bucket=BUCKET)
    s3.head_bucket(Bucket=BUCKET)
    s3.get_bucket_versioning(Bucket=BUCKET)


def objects(s3):
    s3.put_object(Bucket=BUCKET, Key="a/one", Body=b"from Python", ChecksumAlgorithm="SHA256")
    got = s3.get_object(Bucket=BUCKET, Key="a/one", ChecksumMode="ENABLED")
    body = got["Body"].read().decode()
    assert got["ChecksumSHA256"], got
    s3.copy_object(Bucket=BUCKET, Key="a/two", CopySource={"Bucket": BUCKET, "Key": "a/one"})
    try:
        s3.get_object(Bucket=BUCKET, Key="nowhere")
    except ClientError as error:
        return body, error.response["Error"]["Code"]
    return body, None


def by_resource(s3):
    bucket = session.resource("s3", endpoint_url=ENDPOINT).Bucket(BUCKET)
    keys = [one.key for one in bucket.objects.filter(Prefix="a/")]
    bucket.upload_fileobj(io.BytesIO(b"x" * 12 * 1024 * 1024), "large")
    return keys, s3.head_object(Bucket=BUCKET, Key="large")["ContentLength"]


def listings(s3):
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=BUCKET, PaginationConfig={"PageSize": 1}
    )
    assert [one["Key"] for page in pages for one in page["Contents"]] == ["a/one", "a/two", "large"]
    s3.list_objects(Bucket=BUCKET, Delimiter="/")
    s3.list_object_versions(Bucket=BUCKET)


def tags(s3):
    tagging = {"TagSet": [{"Key": "run", "Value": "7"}]}
    s3.put_object_tagging(Bucket=BUCKET, Key="a/one", Tagging=tagging)
    assert s3.get_object_tagging(Bucket=BUCKET, Key="a/one")["TagSet"] == tagging["TagSet"]
    s3.delete_object_tagging(Bucket=BUCKET, Key="a/one")


def multipart(s3):
    one = {"Bucket": BUCKET, "Key": "parts"}
    one["UploadId"] = s3.create_multipart_upload(**one)["UploadId"]
    s3.list_multipart_uploads(Bucket=BUCKET)
    part = s3.upload_part(**one, PartNumber=1, Body=b"y" * 5 * 1024 * 1024)
    source = {"Bucket": BUCKET, "Key": "a/one"}
    copied = s3.upload_part_copy(**one, PartNumber=2, CopySource=source)["CopyPartResult"]
    assert len(s3.list_parts(**one)["Parts"]) == 2
    parts = [
        {"PartNumber": 1, "ETag": part["ETag"]},
        {"PartNumber": 2, "ETag": copied["ETag"]},
    ]
    s3.complete_multipart_upload(**one, MultipartUpload={"Parts": parts})
    other = s3.create_multipart_upload(Bucket=BUCKET, Key="dropped")["UploadId"]
    s3.abort_multipart_upload(Bucket=BUCKET, Key="dropped", UploadId=other)


def locks(s3):
    until_date = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
    one = {"Bucket": BUCKET, "Key": "locked"}
    one["VersionId"] = s3.put_object(**one, Body=b"kept")["VersionId"]
    s3.put_object_retention(**one, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": until_date})
    assert s3.get_object_retention(**one)["Retention"]["Mode"] == "GOVERNANCE"
    s3.put_object_legal_hold(**one, LegalHold={"Status": "ON"})
    assert s3.get_object_legal_hold(**one)["LegalHold"]["Status"] == "ON"
    s3.put_object_legal_hold(**one, LegalHold={"Status": "OFF"})
    s3.delete_object(**one, BypassGovernanceRetention=True)
    configuration = {"ObjectLockEnabled": "Enabled"}
    s3.put_object_lock_configuration(Bucket=BUCKET, ObjectLockConfiguration=configuration)
    s3.get_object_lock_configuration(Bucket=BUCKET)


def replication(s3):
    rule = {
        "ID": "all",
        "Status": "Enabled",
        "Priority": 1,
        "Filter": {"Prefix": ""},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "Destination": {"Bucket": f"arn:aws:s3:::{COPIES}"},
    }
    configuration = {"Role": "arn:aws:iam::000000000000:role/copy", "Rules": [rule]}
    s3.put_bucket_replication(Bucket=BUCKET, ReplicationConfiguration=configuration)
    s3.get_bucket_replication(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key="copied", Body=b"both sides")
    until(lambda: s3.head_object(Bucket=BUCKET, Key="copied")["ReplicationStatus"], "COMPLETED")
    s3.delete_bucket_replication(Bucket=BUCKET)
    copy = client("s3", THERE).head_object(Bucket=COPIES, Key="copied")
    return copy["ReplicationStatus"]


def ends(s3):
    s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "a/one"}, {"Key": "a/two"}]})
    place = {"LocationConstraint": HERE}
    s3.create_bucket(Bucket="boto3-gone", CreateBucketConfiguration=place)
    s3.delete_bucket(Bucket="boto3-gone")
