"""Clients as a script on AWS makes them, pointed at the sandbox by its environment; what they did is noted."""

import os
import time

import boto3

# Read by boto3 itself from 1.28 on; older ones have to be told.
ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
HERE = os.environ["AWS_DEFAULT_REGION"]
THERE = "eu-central-1"
ACCOUNT = "000000000000"

DONE = {}
KNOWS = {}

session = boto3.session.Session()


def note(http_response, model, **_):
    if http_response.status_code < 300:
        DONE.setdefault(model.service_model.service_name, set()).add(model.name)


session.events.register("after-call", note)


def client(service, region=HERE):
    made = session.client(service, endpoint_url=ENDPOINT, region_name=region)
    KNOWS[service] = list(made.meta.service_model.operation_names)
    return made


def until(seen, wanted, seconds=60):
    """Asks until the answer is the wanted one."""
    deadline = time.monotonic() + seconds
    while (answer := seen()) != wanted:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{answer} is not {wanted}")
        time.sleep(0.2)
