from moto.codedeploy import responses
from moto.core.responses import ActionResult, EmptyResult


def leave_out_what_a_deployment_group_lacks():
    """moto shows what a deployment group does not have as something empty, which the provider takes for a setting."""
    info = responses._deployment_group_info
    lacking = ("deploymentStyle", "loadBalancerInfo", "lastSuccessfulDeployment", "lastAttemptedDeployment")

    def deployment_group_info(group):
        return {key: value for key, value in info(group).items() if value or key not in lacking}

    responses._deployment_group_info = deployment_group_info


def delete_groups_and_applications():
    """moto deletes neither deployment groups nor applications."""

    def delete_deployment_group(self):
        groups = self.codedeploy_backend.deployment_groups.get(self._get_param("applicationName"), {})
        groups.pop(self._get_param("deploymentGroupName"), None)
        return ActionResult({"hooksNotCleanedUp": []})

    def delete_application(self):
        self.codedeploy_backend.applications.pop(self._get_param("applicationName"), None)
        return EmptyResult()

    responses.CodeDeployResponse.delete_deployment_group = delete_deployment_group
    responses.CodeDeployResponse.delete_application = delete_application
