import uuid

from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores, utcnow
from moto.ecs.responses import EC2ContainerServiceResponse

# A change of one of these is a new revision of a service, and so a deployment.
REVISION = (
    "task_definition",
    "load_balancers",
    "network_configuration",
    "service_registries",
    "service_connect_configuration",
    "capacity_provider_strategy",
    "platform_version",
)


def keep_settings_of_new_services():
    """moto drops most of what a service is created with, and keeps the same when the service is changed."""
    create = EC2ContainerServiceResponse.create_service

    def create_service(self):
        answer = create(self)
        for name, value in self._get_params().items():
            attribute = camelcase_to_underscores(name)
            if not hasattr(answer.result["service"], attribute):
                setattr(answer.result["service"], attribute, value)
        return answer

    EC2ContainerServiceResponse.create_service = create_service


def run_what_is_desired():
    """moto starts no tasks: who waits for a steady state would wait in vain. Here all tasks run at once."""
    for action in ("create_service", "update_service"):
        setattr(EC2ContainerServiceResponse, action, with_running_tasks(getattr(EC2ContainerServiceResponse, action)))


def with_running_tasks(action):
    def act(self):
        answer = action(self)
        service = answer.result["service"]
        service.task_definition = self.ecs_backend.describe_task_definition(service.task_definition).arn
        service.running_count, service.pending_count = service.desired_count, 0
        deploy(service, self._get_bool_param("forceNewDeployment"))
        return answer

    return act


def deploy(service, is_forced):
    """Brings the service's deployment up to date: a new one for a new revision of the service, and it is over at once."""
    revision = [getattr(service, name, None) for name in REVISION]
    deployment = service.deployments[0]
    if is_forced or revision != getattr(service, "revision", None):
        service.revision, number = revision, uuid.uuid4().hex
        deployment.update(id=f"ecs-svc/{number}", createdAt=utcnow())
        history = getattr(service, "service_deployments", [])
        service.service_deployments = [service_deployment(service, number), *history]
    deployment.update(
        taskDefinition=service.task_definition,
        serviceConnectConfiguration=getattr(service, "service_connect_configuration", None),
        desiredCount=service.desired_count,
        runningCount=service.running_count,
        pendingCount=0,
        rolloutState="COMPLETED",
        updatedAt=utcnow(),
    )


def service_deployment(service, number):
    now = utcnow()
    return {
        "serviceDeploymentArn": f"{service.arn.replace(':service/', ':service-deployment/')}/{number}",
        "targetServiceRevisionArn": f"{service.arn.replace(':service/', ':service-revision/')}/{number}",
        "serviceArn": service.arn,
        "clusterArn": service.cluster_arn,
        "status": "SUCCESSFUL",
        "createdAt": now,
        "startedAt": now,
        "finishedAt": now,
    }


def tell_of_service_deployments():
    """moto has no service deployments. Newer versions of the provider wait for them, not for the number of tasks."""

    def list_service_deployments(self):
        service = self.ecs_backend._get_service(self._get_param("cluster", "default"), self._get_param("service"))
        return ActionResult({"serviceDeployments": service.service_deployments})

    def describe_service_deployments(self):
        wanted = self._get_param("serviceDeploymentArns")
        known = [each for service in self.ecs_backend.services.values() for each in service.service_deployments]
        found = [each for each in known if each["serviceDeploymentArn"] in wanted]
        return ActionResult({"serviceDeployments": found, "failures": []})

    EC2ContainerServiceResponse.list_service_deployments = list_service_deployments
    EC2ContainerServiceResponse.describe_service_deployments = describe_service_deployments
