import * as aws from "../shared/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../shared/scope";

/** The processor architecture of an instance type: Graviton families have a `g` after their generation (`m7g`, `c6gn`), or are `a1`. */
export function architectureOf(instanceType: string): "x86_64" | "arm64" {
  return /^(a1|[a-z]+\d+g[a-z]*)\./.test(instanceType) ? "arm64" : "x86_64";
}

/**
 * AWS's parameter with the recommended ECS-optimized Amazon Linux 2023 image.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html
 */
export function ecsImageParameter(instanceType: string): string {
  const architecture = architectureOf(instanceType) === "arm64" ? "arm64/" : "";
  return `/aws/service/ecs/optimized-ami/amazon-linux-2023/${architecture}recommended/image_id`;
}

/** The image that AWS recommends now, as a literal id: a launch template that refers to the parameter cannot be rolled back. */
export function recommendedImage(scope: Scope, instanceType: string): pulumi.Output<string> {
  return aws.ssm.getParameterOutput({ name: ecsImageParameter(instanceType), region: scope.region }, scope.child).value;
}

/** First-boot script of a container instance: joins the cluster, and keeps the instance's credentials from `awsvpc` tasks. */
export function instanceUserData(clusterName: string): string {
  return [
    "#!/bin/bash",
    "set -euo pipefail",
    "cat >> /etc/ecs/ecs.config <<'CONFIG'",
    `ECS_CLUSTER=${clusterName}`,
    "ECS_AWSVPC_BLOCK_IMDS=true",
    "ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM=ec2_instance",
    "CONFIG",
    "",
  ].join("\n");
}
