from moto.codebuild import responses
from moto.codebuild.responses import CodeBuildResponse


def keep_build_limit_and_key():
    """moto drops the limit of builds at a time of a project, and the key that encrypts what they leave."""
    create = CodeBuildResponse.create_project

    def create_project(self):
        answer = create(self)
        project = self.codebuild_backend.codebuild_projects[self._get_param("name")]
        for name in ("concurrentBuildLimit", "encryptionKey"):
            value = self._get_param(name)
            if value is not None:
                project.project_metadata[name] = value
        return answer

    CodeBuildResponse.create_project = create_project


def build_what_pipelines_bring():
    """moto asks projects of pipelines where their source and their artifacts are; the pipeline brings and takes them."""

    def unless_of_a_pipeline(check):
        return lambda given: None if given["type"] == "CODEPIPELINE" else check(given)

    for name in ("_validate_required_params_source", "_validate_required_params_artifacts"):
        setattr(responses, name, unless_of_a_pipeline(getattr(responses, name)))
