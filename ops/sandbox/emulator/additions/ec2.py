from moto.core.responses import ActionResult
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.instances import Instance
from moto.ec2.models.launch_templates import LaunchTemplateBackend
from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.models.vpcs import VPCBackend
from moto.ec2.responses.instances import InstanceResponse
from moto.ec2.responses.monitoring import Monitoring


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


def end_interfaces_with_their_instance():
    """moto leaves the interface that it made for an instance behind when the instance is terminated."""
    terminate = Instance.terminate

    def terminate_with_interfaces(self):
        for interface in self.nics.values():
            interface.delete_on_termination = True
        return terminate(self)

    Instance.terminate = terminate_with_interfaces


def end_disks_that_templates_replace():
    """moto makes each instance an 8 GiB root disk, and leaves it behind when the launch template brings another."""
    add = Instance.add_block_device

    def add_block_device(self, size, device_path, *args, **kwargs):
        before = self.block_device_mapping.get(device_path)
        if before:
            self.ec2_backend.detach_volume(before.volume_id, self.id, device_path)
            self.ec2_backend.delete_volume(before.volume_id)
        return add(self, size, device_path, *args, **kwargs)

    Instance.add_block_device = add_block_device


def end_interfaces_with_their_nat_gateway():
    """moto leaves the interface that it made for a NAT gateway behind."""
    delete = NatGatewayBackend.delete_nat_gateway

    def delete_nat_gateway(self, nat_gateway_id):
        gateway = delete(self, nat_gateway_id)
        self.enis.pop(gateway._eni.id, None)
        return gateway

    NatGatewayBackend.delete_nat_gateway = delete_nat_gateway


def end_access_lists_with_their_vpc():
    """moto leaves the default network ACL of a VPC behind."""
    delete = VPCBackend.delete_vpc

    def delete_vpc(self, vpc_id):
        vpc = delete(self, vpc_id)
        self.network_acls = {key: acl for key, acl in self.network_acls.items() if acl.vpc_id != vpc_id}
        return vpc

    VPCBackend.delete_vpc = delete_vpc


def switch_monitoring():
    """moto cannot switch an instance's detailed monitoring, which the provider does after the instance runs."""

    def switch(state):
        def respond(self):
            instances = [self.ec2_backend.get_instance(each) for each in self._get_param("InstanceIds", [])]
            for instance in instances:
                instance.monitoring_state = state
            answers = [{"InstanceId": instance.id, "Monitoring": {"State": state}} for instance in instances]
            return ActionResult({"InstanceMonitorings": answers})

        return respond

    Monitoring.monitor_instances = switch("enabled")
    Monitoring.unmonitor_instances = switch("disabled")


def keep_termination_protection():
    """moto forgets whether a new instance is protected from termination."""
    run = InstanceResponse.run_instances

    def run_instances(self):
        answer = run(self)
        for instance in answer.result.instances:
            instance.disable_api_termination = self._get_param("DisableApiTermination") is True
        return answer

    InstanceResponse.run_instances = run_instances


def leave_out_missing_addresses():
    """moto shows an interface without public address with an empty one, which the provider takes for an address."""
    association = NetworkInterface.association.fget
    NetworkInterface.association = property(lambda interface: association(interface) or None)


def show_groups_of_interfaces():
    """moto shows an instance that was started with an interface of its own without the interface's security groups."""
    prepare = Instance.prep_nics

    def prep_nics(self, *args, **kwargs):
        prepare(self, *args, **kwargs)
        if not self.security_groups:
            self.security_groups = self.nics[0].group_set

    Instance.prep_nics = prep_nics
