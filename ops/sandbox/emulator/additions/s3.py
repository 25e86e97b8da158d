import json

from moto.core.responses import ActionResult
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket, FakeDeleteMarker
from moto.s3.responses import S3Response


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


def tell_of_event_bridge():
    """moto keeps that a bucket tells EventBridge of its objects, but does not say so when it is asked."""
    describe = S3Response.get_bucket_notification

    def get_bucket_notification(self):
        configuration = self.backend.get_bucket_notification_configuration(self.bucket_name)
        if configuration is None or configuration.event_bridge is None:
            return describe(self)
        self.data["Action"] = "GetBucketNotificationConfiguration"
        return self.serialized(ActionResult({"EventBridgeConfiguration": {}}))

    S3Response.get_bucket_notification = get_bucket_notification
