import * as aws from "./aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Scope } from "./scope";

/** A security group without rules. The provider removes the rule that AWS adds to new groups: egress is a rule as well. */
export function createGroup(
  scope: Scope,
  part: string,
  description: string,
  vpcId: pulumi.Input<string>,
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    scope.id(part),
    { vpcId, description, revokeRulesOnDelete: true, ...scope.common(part) },
    // A change of the description would replace the group, which hangs while interfaces use it.
    { ...scope.child, ignoreChanges: ["description"] },
  );
}

/** A security group, or the id of one that is somebody else's. */
export interface GroupId {
  id: pulumi.Input<string>;
}

/** One TCP port of one group, opened to the members of another. */
export interface GroupRule {
  /** Name of the group's part. */
  part: string;
  group: GroupId;
  /** Name of the other group's part. */
  from: string;
  source: GroupId;
  port: number;
}

/** Lets members of `source` reach `group` on a port: both halves, since neither side has any rule of its own. */
export function allowFromGroup(scope: Scope, { part, group, from, source, port }: GroupRule): pulumi.Resource[] {
  const ingress = `${part}-from-${from}-${port}`;
  const admits = new aws.vpc.SecurityGroupIngressRule(
    scope.id(ingress),
    {
      securityGroupId: group.id,
      referencedSecurityGroupId: source.id,
      description: `TCP ${port} from ${from}`,
      ...tcp(port),
      ...scope.common(ingress),
    },
    scope.child,
  );
  const egress = `${from}-to-${part}-${port}`;
  const leaves = new aws.vpc.SecurityGroupEgressRule(
    scope.id(egress),
    {
      securityGroupId: source.id,
      referencedSecurityGroupId: group.id,
      description: `TCP ${port} to ${part}`,
      ...tcp(port),
      ...scope.common(egress),
    },
    scope.child,
  );
  return [admits, leaves];
}

/** Lets addresses of a range reach `group` on a TCP port. */
export function allowFromCidr(
  scope: Scope,
  part: string,
  group: aws.ec2.SecurityGroup,
  cidrIpv4: string,
  port: number,
): void {
  const rule = `${part}-from-${cidrIpv4.replace(/[./]/g, "-")}-${port}`;
  new aws.vpc.SecurityGroupIngressRule(
    scope.id(rule),
    {
      securityGroupId: group.id,
      cidrIpv4,
      description: `TCP ${port} from ${cidrIpv4}`,
      ...tcp(port),
      ...scope.common(rule),
    },
    scope.child,
  );
}

/** Lets members of `group` open HTTPS connections to anywhere: AWS APIs, registries and package mirrors. */
export function allowHttpsOut(scope: Scope, part: string, group: aws.ec2.SecurityGroup): void {
  const rule = `${part}-to-https`;
  new aws.vpc.SecurityGroupEgressRule(
    scope.id(rule),
    {
      securityGroupId: group.id,
      cidrIpv4: "0.0.0.0/0",
      description: "HTTPS to AWS, registries and package mirrors",
      ...tcp(443),
      ...scope.common(rule),
    },
    scope.child,
  );
}

function tcp(port: number): { ipProtocol: string; fromPort: number; toPort: number } {
  return { ipProtocol: "tcp", fromPort: port, toPort: port };
}
