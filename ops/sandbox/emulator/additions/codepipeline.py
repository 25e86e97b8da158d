from moto.codepipeline.models import CodePipeline


def tell_times_as_numbers():
    """moto tells times as text; in AWS's JSON protocol they are numbers, and clients refuse anything else."""
    CodePipeline.metadata = property(
        lambda self: {
            "pipelineArn": self._arn,
            "created": self._created.timestamp(),
            "updated": self._updated.timestamp(),
        }
    )
