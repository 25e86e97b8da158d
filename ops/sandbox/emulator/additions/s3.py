import json

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket, FakeDeleteMarker


def pass_over_conditions_of_bucket_policies():
    """moto takes a statement with conditions for one without: "deny without TLS" would deny everything."""

    def get_permission(self, action, resource):
        statements = json.loads(self.policy)["Statement"] if self.policy else []
        statements = [each for each in statements if "Condition" not in each]
        if not statements:
            return PermissionResult.NEUTRAL
        return IAMPolicy(json.dumps({"Statement": statements})).is_action_permitted(action, resource)

    FakeBucket.get_permission = get_permission


def delete_delete_markers():
    """moto disposes of every version that is deleted, and delete markers have nothing to dispose of."""
    FakeDeleteMarker.dispose = lambda self: None
