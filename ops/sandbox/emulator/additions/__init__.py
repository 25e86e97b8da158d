"""What moto 5.2.5 lacks, or does otherwise than AWS, and the AWS provider relies on, each with its reason.

Every addition is the smallest that lets our resource types be created, read back unchanged, changed and deleted. Each was
found by a stack, or an operator's command, that failed without it; one that nothing needs does not belong here.
"""

from additions import (
    appautoscaling,
    autoscaling,
    codebuild,
    codedeploy,
    codepipeline,
    ec2,
    ecs,
    efs,
    kms,
    route53,
    s3,
    servicediscovery,
    servicequotas,
    ssm,
    stepfunctions,
)


def apply():
    """Puts all additions in place. Called once, before the server answers."""
    appautoscaling.keep_tags_of_targets()
    autoscaling.keep_instance_warmup()
    autoscaling.keep_maintenance_policy()
    autoscaling.accept_instance_refresh()
    autoscaling.end_protected_instances_with_their_group()
    autoscaling.show_scaling_policies_as_made()
    autoscaling.leave_out_what_a_hook_lacks()
    codebuild.build_what_pipelines_bring()
    codebuild.keep_build_limit_and_key()
    codedeploy.change_and_delete()
    codedeploy.tell_of_what_a_deployment_group_has()
    codepipeline.tell_times_as_numbers()
    codepipeline.tell_of_executions()
    ec2.keep_descriptions_of_group_rules()
    ec2.keep_launch_template_tags_apart()
    ec2.end_interfaces_with_their_instance()
    ec2.end_disks_that_templates_replace()
    ec2.end_interfaces_with_their_nat_gateway()
    ec2.end_access_lists_with_their_vpc()
    ec2.switch_monitoring()
    ec2.keep_termination_protection()
    ec2.leave_out_missing_addresses()
    ec2.show_groups_of_interfaces()
    ecs.keep_settings_of_new_services()
    ecs.run_what_is_desired()
    ecs.tell_of_service_deployments()
    efs.keep_backup_policy()
    efs.end_file_system_policy()
    kms.say_which_keys_are_of_aws()
    route53.make_zones_of_vpcs_private()
    s3.pass_over_conditions_of_bucket_policies()
    s3.delete_delete_markers()
    s3.tell_of_event_bridge()
    servicediscovery.allow_namespaces_beside_each_other()
    servicediscovery.end_zones_with_their_namespace()
    servicequotas.tell_quotas_of_ec2()
    ssm.leave_commands_to_instances()
    stepfunctions.accept_definitions()
    stepfunctions.list_no_versions()
