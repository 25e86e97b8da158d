from moto.ssm.exceptions import SSMException
from moto.ssm.models import Command, SimpleSystemManagerBackend


def leave_commands_to_instances():
    """moto says of each command at once that it succeeded, and runs nothing. Here an instance takes it (see agents.py)."""
    respond, send = Command.invocation_response, SimpleSystemManagerBackend.send_command

    def invocation_response(self, *args):
        return {**respond(self, *args), "ResponseCode": -1, "Status": "Pending", "StatusDetails": "Pending"}

    def send_command(self, **options):
        unmanaged = [each for each in options["instance_ids"] if each not in getattr(self, "agents", ())]
        if unmanaged:
            instances = ", ".join(unmanaged)
            raise SSMException(
                "InvalidInstanceId", f"Instances [[{instances}]] not in a valid state for account {self.account_id}"
            )
        return send(self, **options)

    Command.invocation_response = invocation_response
    SimpleSystemManagerBackend.send_command = send_command
