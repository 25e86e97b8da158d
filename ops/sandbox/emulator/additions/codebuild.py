from moto.codebuild.responses import CodeBuildResponse


def keep_build_limit():
    """moto drops the limit of builds at a time of a project."""
    create = CodeBuildResponse.create_project

    def create_project(self):
        answer = create(self)
        limit = self._get_param("concurrentBuildLimit")
        if limit is not None:
            project = self.codebuild_backend.codebuild_projects[self._get_param("name")]
            project.project_metadata["concurrentBuildLimit"] = limit
        return answer

    CodeBuildResponse.create_project = create_project
