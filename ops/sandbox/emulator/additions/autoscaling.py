import uuid

from moto.autoscaling.models import FakeScalingPolicy, LifecycleHook
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult


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


def keep_maintenance_policy():
    """moto drops what a group says of how many instances it has while one is replaced."""
    for action in ("create_auto_scaling_group", "update_auto_scaling_group"):
        setattr(AutoScalingResponse, action, with_maintenance_policy(getattr(AutoScalingResponse, action)))


def with_maintenance_policy(action):
    def keep(self):
        answer = action(self)
        policy = self._get_param("InstanceMaintenancePolicy")
        if policy is not None:
            group = self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]
            group.instance_maintenance_policy = {key: int(value) for key, value in policy.items()}
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


def show_scaling_policies_as_made():
    """moto leaves out that a scaling policy is enabled, and shows an empty predictive one."""
    FakeScalingPolicy.enabled = True
    FakeScalingPolicy.predictive_scaling_configuration = property(
        lambda policy: policy.__dict__.get("predictive") or None,
        lambda policy, configuration: policy.__dict__.update(predictive=configuration),
    )


def leave_out_what_a_hook_lacks():
    """moto makes up a role and a queue for each lifecycle hook."""
    for name in ("role_arn", "notification_target_arn"):
        setattr(LifecycleHook, name, property(lambda _hook: None, lambda _hook, _made_up: None))
