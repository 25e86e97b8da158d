"""Instances that run the commands of Systems Manager: the emulated ones do not boot, so somebody else plays them.

Whoever plays an instance asks here, again and again, as the agent on an instance does. The first time makes the instance
a managed one; each answer has the commands that are new, and each question may say how one has ended.
"""

from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID


def ask(question):
    """Takes {"region", "instanceId", "ended"?: {"commandId", "invocation"}}; returns the instance's new commands."""
    ssm = get_backend("ssm")[DEFAULT_ACCOUNT_ID][question["region"]]
    instance_id, ended = question["instanceId"], question.get("ended")
    ssm.__dict__.setdefault("agents", set()).add(instance_id)
    if ended:
        ssm.get_command_by_id(ended["commandId"]).get_invocation(instance_id, None).update(ended["invocation"])
    commands = ssm.get_commands_by_instance_id(instance_id)
    return [take(command, command.get_invocation(instance_id, None)) for command in commands if is_new(command, instance_id)]


def is_new(command, instance_id):
    return command.get_invocation(instance_id, None)["Status"] == "Pending"


def take(command, invocation):
    invocation.update({"Status": "InProgress", "StatusDetails": "InProgress"})
    return {"commandId": command.command_id, "lines": command.parameters["commands"]}
