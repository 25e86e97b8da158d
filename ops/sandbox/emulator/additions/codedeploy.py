from moto.codedeploy import responses
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.responses import ActionResult, EmptyResult

# What a change of a deployment group may say, by the names that moto keeps it under.
CHANGEABLE = {
    "deploymentConfigName": "deployment_config_name",
    "ec2TagFilters": "ec2_tag_filters",
    "autoScalingGroups": "auto_scaling_groups",
    "serviceRoleArn": "service_role_arn",
    "alarmConfiguration": "alarm_configuration",
    "autoRollbackConfiguration": "auto_rollback_configuration",
    "outdatedInstancesStrategy": "outdated_instances_strategy",
    "deploymentStyle": "deployment_style",
    "loadBalancerInfo": "load_balancer_info",
}


def tell_of_what_a_deployment_group_has():
    """moto forgets the alarms of a deployment group, and shows what it does not have as something empty, a setting."""
    describe = responses._deployment_group_info
    lacking = ("deploymentStyle", "loadBalancerInfo", "lastSuccessfulDeployment", "lastAttemptedDeployment")

    def deployment_group_info(group):
        info = {key: value for key, value in describe(group).items() if value or key not in lacking}
        if group.alarm_configuration:
            info["alarmConfiguration"] = group.alarm_configuration
        return info

    responses._deployment_group_info = deployment_group_info


def change_and_delete():
    """moto has no changes of deployment groups, and deletes neither them nor applications."""

    def update_deployment_group(self):
        group = self.codedeploy_backend.get_deployment_group(
            self._get_param("applicationName"), self._get_param("currentDeploymentGroupName")
        )
        for parameter, attribute in CHANGEABLE.items():
            value = self._get_param(parameter)
            if value is not None:
                setattr(group, attribute, value)
        return ActionResult({"hooksNotCleanedUp": []})

    def delete_deployment_group(self):
        groups = self.codedeploy_backend.deployment_groups.get(self._get_param("applicationName"), {})
        groups.pop(self._get_param("deploymentGroupName"), None)
        return ActionResult({"hooksNotCleanedUp": []})

    def delete_application(self):
        name = self._get_param("applicationName")
        self.codedeploy_backend.applications.pop(name, None)
        self.codedeploy_backend.deployment_groups.pop(name, None)
        return EmptyResult()

    for operation in (update_deployment_group, delete_deployment_group, delete_application):
        setattr(CodeDeployResponse, operation.__name__, operation)
