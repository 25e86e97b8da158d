from moto.ec2.models.launch_templates import LaunchTemplateBackend
from moto.ec2.models.security_groups import SecurityGroupRule


def keep_descriptions_of_group_rules():
    """moto keeps the description of a rule for a referenced group beside the group, and does not give it back."""
    SecurityGroupRule.description = property(
        lambda rule: rule.ip_range.get("Description") or rule.source_group.get("Description")
    )


def keep_launch_template_tags_apart():
    """moto adds the tags of a launch template to the tags of what it launches."""
    create = LaunchTemplateBackend.create_launch_template

    def create_launch_template(self, name, description, template_data, tag_spec):
        launched = [
            each for each in template_data.pop("TagSpecifications", []) if each["ResourceType"] != "launch-template"
        ]
        data = {**template_data, "TagSpecifications": launched} if launched else template_data
        return create(self, name, description, data, tag_spec)

    LaunchTemplateBackend.create_launch_template = create_launch_template
