"""What a script does on AWS, pointed at the sandbox by its environment alone; it prints what it saw."""

import io
import json
import os
import time

import boto3
from botocore.exceptions import ClientError

# Read by boto3 itself from 1.28 on; older ones have to be told.
ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
BUCKET = "recovery"


def client(service, region=None):
    return boto3.client(service, endpoint_url=ENDPOINT, region_name=region)


def objects(seen):
    s3 = client("s3")
    s3.put_object(Bucket=BUCKET, Key="boto3/one", Body=b"from Python", ChecksumAlgorithm="SHA256")
    got = s3.get_object(Bucket=BUCKET, Key="boto3/one", ChecksumMode="ENABLED")
    seen["body"] = got["Body"].read().decode()
    seen["checksum"] = "ChecksumSHA256" in got
    s3.copy_object(Bucket=BUCKET, Key="boto3/two", CopySource={"Bucket": BUCKET, "Key": "boto3/one"})
    bucket = boto3.resource("s3", endpoint_url=ENDPOINT).Bucket(BUCKET)
    seen["keys"] = [one.key for one in bucket.objects.filter(Prefix="boto3/")]
    bucket.upload_fileobj(io.BytesIO(b"x" * 12 * 1024 * 1024), "large")
    seen["large"] = s3.head_object(Bucket=BUCKET, Key="large")["ContentLength"]
    try:
        s3.get_object(Bucket=BUCKET, Key="nowhere")
    except ClientError as error:
        seen["missing"] = error.response["Error"]["Code"]


def others(seen):
    pages = client("rds", "eu-central-1").get_paginator("describe_db_instances").paginate()
    seen["instances"] = [one["DBInstanceIdentifier"] for page in pages for one in page["DBInstances"]]
    seen["secret"] = client("secretsmanager").get_secret_value(SecretId="orders")["SecretString"]
    seen["function"] = client("lambda").invoke(FunctionName="probe", Payload=b"{}")["StatusCode"]
    states = client("stepfunctions")
    machines = states.list_state_machines()["stateMachines"]
    ask = next(one["stateMachineArn"] for one in machines if one["name"] == "ask")
    execution = states.start_execution(stateMachineArn=ask)["executionArn"]
    status = "RUNNING"
    for _ in range(100):
        status = states.describe_execution(executionArn=execution)["status"]
        if status != "RUNNING":
            break
        time.sleep(0.1)
    seen["execution"] = status


seen = {}
objects(seen)
others(seen)
print(json.dumps(seen))
