from moto.codedeploy import responses


def leave_out_what_a_deployment_group_lacks():
    """moto shows what a deployment group does not have as something empty, which the provider takes for a setting."""
    info = responses._deployment_group_info
    lacking = ("deploymentStyle", "loadBalancerInfo", "lastSuccessfulDeployment", "lastAttemptedDeployment")

    def deployment_group_info(group):
        return {key: value for key, value in info(group).items() if value or key not in lacking}

    responses._deployment_group_info = deployment_group_info
