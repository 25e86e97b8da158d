"""What moto 5.2.5 lacks, or does otherwise than AWS, and the AWS provider relies on, each with its reason.

Every addition is the smallest that lets our resource types be created, read back unchanged, changed and deleted. Each was
found by a stack that failed without it; an addition that no stack needs does not belong here.
"""

import json
import uuid

from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult
from moto.ec2.models.launch_templates import LaunchTemplateBackend
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket, FakeDeleteMarker


def apply():
    """Puts all additions in place. Called once, before the server answers."""
    keep_descriptions_of_group_rules()
    keep_launch_template_tags_apart()
    keep_instance_warmup()
    accept_instance_refresh()
    end_protected_instances_with_their_group()
    pass_over_conditions_of_bucket_policies()
    delete_delete_markers()


def keep_descriptions_of_group_rules():
    """moto keeps the description of a rule for a referenced group beside the group, and does not give it back."""
    SecurityGroupRule.description = property(
        lambda rule: rule.ip_range.get("Description") or rule.source_group.get("Description")
    )


def keep_launch_template_tags_apart():
    """moto adds the tags of a launch template to the tags of what it launches."""
    create = LaunchTemplateBackend.create_launch_template

    def create_launch_template(self, name, description, template_data, tag_spec):
        launched = [
            each for each in template_data.pop("TagSpecifications", []) if each["ResourceType"] != "launch-template"
        ]
        data = {**template_data, "TagSpecifications": launched} if launched else template_data
        return create(self, name, description, data, tag_spec)

    LaunchTemplateBackend.create_launch_template = create_launch_template


def keep_instance_warmup():
    """moto drops the default warm-up time of an Auto Scaling group."""
    for action in ("create_auto_scaling_group", "update_auto_scaling_group"):
        setattr(AutoScalingResponse, action, with_instance_warmup(getattr(AutoScalingResponse, action)))


def with_instance_warmup(action):
    def keep(self):
        answer = action(self)
        warmup = self._get_int_param("DefaultInstanceWarmup")
        if warmup is not None:
            group = self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]
            group.default_instance_warmup = warmup
        return answer

    return keep


def accept_instance_refresh():
    """moto has no instance refresh, which a new launch template starts: here it is over at once."""
    AutoScalingResponse.start_instance_refresh = lambda self: ActionResult({"InstanceRefreshId": str(uuid.uuid4())})


def end_protected_instances_with_their_group():
    """moto leaves instances that are protected from scale-in behind when their group is deleted by force."""
    delete = AutoScalingResponse.delete_auto_scaling_group

    def delete_auto_scaling_group(self):
        group = self.autoscaling_backend.autoscaling_groups.get(self._get_param("AutoScalingGroupName"))
        if group and self._get_bool_param("ForceDelete"):
            for state in group.instance_states:
                state.protected_from_scale_in = False
        return delete(self)

    AutoScalingResponse.delete_auto_scaling_group = delete_auto_scaling_group


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
