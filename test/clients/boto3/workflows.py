"""Every operation of Step Functions that is served and that boto3 has."""

import json

from session import client, until


def run(seen):
    states = client("stepfunctions")
    machines = {one["name"]: one["stateMachineArn"] for one in states.list_state_machines()["stateMachines"]}
    states.describe_state_machine(stateMachineArn=machines["ask"])
    asked = states.start_execution(stateMachineArn=machines["ask"])["executionArn"]
    status_is(states, asked, "SUCCEEDED")
    seen["execution"] = "SUCCEEDED"
    first, second, third = (begin(states, machines["wait"]) for _ in range(3))
    states.send_task_heartbeat(taskToken=token_of(states, first))
    states.send_task_success(taskToken=token_of(states, first), output='{"seen":1}')
    states.send_task_failure(taskToken=token_of(states, second), error="Seen", cause="by hand")
    states.stop_execution(executionArn=third)
    status_is(states, first, "SUCCEEDED")
    status_is(states, second, "FAILED")
    states.list_executions(stateMachineArn=machines["wait"], statusFilter="FAILED")
    redrive(states, second)
    map_runs(states, machines["each"])


def begin(states, machine):
    return states.start_execution(stateMachineArn=machine)["executionArn"]


def status_is(states, execution, status):
    until(lambda: states.describe_execution(executionArn=execution)["status"], status)


def token_of(states, execution):
    """The token stands in what the history says was given to the function."""
    found = []

    def look():
        pages = states.get_paginator("get_execution_history").paginate(executionArn=execution)
        for event in (one for page in pages for one in page["events"]):
            given = event.get("taskScheduledEventDetails")
            if given:
                found.append(json.loads(given["parameters"])["Payload"]["token"])
        return bool(found)

    until(look, True)
    return found[0]


def map_runs(states, machine):
    execution = begin(states, machine)
    until(lambda: len(states.list_map_runs(executionArn=execution)["mapRuns"]), 1)
    run = states.list_map_runs(executionArn=execution)["mapRuns"][0]["mapRunArn"]
    states.update_map_run(mapRunArn=run, maxConcurrency=1)
    assert states.describe_map_run(mapRunArn=run)["maxConcurrency"] == 1
    states.stop_execution(executionArn=execution)


def redrive(states, execution):
    """Older ones do not have it."""
    if hasattr(states, "redrive_execution"):
        states.redrive_execution(executionArn=execution)
        states.stop_execution(executionArn=execution)
