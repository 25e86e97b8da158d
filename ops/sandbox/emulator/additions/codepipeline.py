import json

from moto.codepipeline.models import CodePipeline, CodePipelineBackend
from moto.codepipeline.responses import CodePipelineResponse
from moto.s3.models import s3_backends


def tell_times_as_numbers():
    """moto tells times as text; in AWS's JSON protocol they are numbers, and clients refuse anything else."""
    CodePipeline.metadata = property(
        lambda self: {
            "pipelineArn": self._arn,
            "created": self._created.timestamp(),
            "updated": self._updated.timestamp(),
        }
    )


def tell_of_executions():
    """moto's executions succeed at once, but tell times as text, no version of a source and nothing of their actions."""
    start = CodePipelineBackend.start_pipeline_execution

    def start_pipeline_execution(self, name, variables):
        execution_id = start(self, name, variables)
        execution = self.pipelines[name].executions[execution_id]
        execution.source_revisions = [
            {"actionName": action["name"], "revisionId": version_of(self, action["configuration"])}
            for _, action in actions_of(self, name)
            if action["actionTypeId"]["provider"] == "S3"
        ]
        return execution_id

    def list_pipeline_executions(self, name, max_results):
        self.get_pipeline(name)
        return [
            {
                "pipelineExecutionId": execution.pipeline_execution_id,
                "status": execution.status,
                "startTime": execution.start_time.timestamp(),
                "lastUpdateTime": execution.last_update_time.timestamp(),
                "sourceRevisions": execution.source_revisions,
            }
            for execution in reversed(self.pipelines[name].executions.values())
        ]

    def list_action_executions(self):
        name = self._get_param("pipelineName")
        executions = self.codepipeline_backend.list_pipeline_executions(name, None)
        details = [
            {
                **{key: each[key] for key in ("pipelineExecutionId", "status", "startTime", "lastUpdateTime")},
                "stageName": stage,
                "actionName": action["name"],
            }
            for each in executions
            for stage, action in actions_of(self.codepipeline_backend, name)
        ]
        return json.dumps({"actionExecutionDetails": details})

    CodePipelineBackend.start_pipeline_execution = start_pipeline_execution
    CodePipelineBackend.list_pipeline_executions = list_pipeline_executions
    CodePipelineResponse.list_action_executions = list_action_executions


def actions_of(backend, name):
    """Stage and action, for each action of a pipeline."""
    stages = backend.pipelines[name].pipeline["stages"]
    return [(stage["name"], action) for stage in stages for action in stage["actions"]]


def version_of(backend, configuration):
    """The newest version of the archive that an S3 source names."""
    buckets = s3_backends[backend.account_id][backend.partition]
    return buckets.get_object(configuration["S3Bucket"], configuration["S3ObjectKey"]).version_id
