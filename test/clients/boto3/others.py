"""Every operation of Lambda, Secrets Manager, SNS and FIS that is served."""

from session import ACCOUNT, THERE, client, until


def run(seen):
    functions(seen)
    secrets(seen)
    keys(seen)
    messages(seen)
    experiments(seen)


def functions(seen):
    functions = client("lambda")
    seen["function"] = functions.invoke(FunctionName="probe", Payload=b"{}")["StatusCode"]
    functions.get_function(FunctionName="probe")
    functions.list_functions()


def secrets(seen):
    secrets = client("secretsmanager")
    seen["secret"] = secrets.get_secret_value(SecretId="orders")["SecretString"]
    secrets.describe_secret(SecretId="orders")


def keys(seen):
    kms = client("kms")
    alias = "alias/muster-evidence"
    assert alias in [found["AliasName"] for found in kms.list_aliases()["Aliases"]]
    described = kms.describe_key(KeyId=alias)["KeyMetadata"]
    assert kms.get_public_key(KeyId=described["Arn"])["SigningAlgorithms"] == ["ECDSA_SHA_256"]
    signed = kms.sign(KeyId=alias, Message=b"what was seen", SigningAlgorithm="ECDSA_SHA_256")
    seen["signature"] = len(signed["Signature"]) > 64


def messages(seen):
    sns = client("sns")
    topic = sns.create_topic(Name="from-python")["TopicArn"]
    seen["published"] = bool(sns.publish(TopicArn=topic, Subject="DRILL", Message="declared")["MessageId"])
    sns.get_topic_attributes(TopicArn=topic)
    sns.list_topics()


def experiments(seen):
    """In the region that a replica streams from."""
    fis = client("fis", THERE)
    action = {"actionId": "muster:replication-delay", "parameters": {"value": "2ms"}}
    template = fis.create_experiment_template(
        description="slow",
        stopConditions=[{"source": "none"}],
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/any",
        actions={"fault": action},
    )["experimentTemplate"]["id"]
    fis.get_experiment_template(id=template)
    fis.list_experiment_templates()
    started = fis.start_experiment(experimentTemplateId=template)["experiment"]["id"]
    fis.stop_experiment(id=started)
    until(lambda: fis.get_experiment(id=started)["experiment"]["state"]["status"], "stopped")
    fis.list_experiments()
    fis.delete_experiment_template(id=template)
    seen["experiment"] = "stopped"
