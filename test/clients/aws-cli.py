"""Runs the AWS CLI again and again in one process: a line of JSON in (arguments and environment), a line out.

Each command is the CLI's own entry point in a fork of this process, so that nothing of one is left for the next, and
the second that Python needs to load the CLI is spent once.
"""

import json
import os
import sys
import tempfile

# What it adds itself, such as where its data are, stays.
INHERITED = list(os.environ)

import awscli.clidriver

try:
    import awscli.botocore.session as session_module
except ImportError:  # The CLI's first version uses the botocore of others.
    import botocore.session as session_module


def run_child(request, stdout, stderr):
    for name in INHERITED:
        os.environ.pop(name)
    os.environ.update(request["env"])
    os.dup2(stdout.fileno(), 1)
    os.dup2(stderr.fileno(), 2)
    sys.argv = ["aws", *request["args"]]
    try:
        code = awscli.clidriver.main()
    except SystemExit as end:
        code = end.code
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


def text_of(file):
    file.seek(0)
    return file.read().decode()


def run(request):
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        child = os.fork()
        if child == 0:
            try:
                run_child(request, stdout, stderr)
            finally:
                os._exit(70)
        _, status = os.waitpid(child, 0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "stdout": text_of(stdout),
            "stderr": text_of(stderr),
        }


def operations(request):
    session = session_module.get_session()
    return {"operations": list(session.get_service_model(request["service"]).operation_names)}


# Its commands are loaded here, for all forks.
awscli.clidriver.create_clidriver()
replies = os.fdopen(os.dup(1), "w")
for line in sys.stdin:
    request = json.loads(line)
    reply = operations(request) if "service" in request else run(request)
    replies.write(json.dumps(reply) + "\n")
    replies.flush()
