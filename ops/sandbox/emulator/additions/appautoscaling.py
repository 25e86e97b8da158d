import json

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse


def keep_tags_of_targets():
    """moto drops the tags of scalable targets."""
    tags = {}  # by ARN
    register = ApplicationAutoScalingResponse.register_scalable_target

    def register_scalable_target(self):
        answer = register(self)
        add_tags(json.loads(answer)["ScalableTargetARN"], self._get_param("Tags") or {})
        return answer

    def list_tags_for_resource(self):
        return json.dumps({"Tags": tags.get(self._get_param("ResourceARN"), {})})

    def tag_resource(self):
        add_tags(self._get_param("ResourceARN"), self._get_param("Tags"))
        return "{}"

    def untag_resource(self):
        for key in self._get_param("TagKeys"):
            tags.get(self._get_param("ResourceARN"), {}).pop(key, None)
        return "{}"

    def add_tags(arn, more):
        tags.setdefault(arn, {}).update(more)

    for action in (register_scalable_target, list_tags_for_resource, tag_resource, untag_resource):
        setattr(ApplicationAutoScalingResponse, action.__name__, action)
