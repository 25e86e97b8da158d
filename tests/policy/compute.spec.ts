import { asgElbHealthCheck } from "../../policy/rules/autoscaling/asgElbHealthCheck";
import { asgMinTwo } from "../../policy/rules/autoscaling/asgMinTwo";
import { ltAmiLiteral } from "../../policy/rules/autoscaling/ltAmiLiteral";
import { asgRefreshSafe } from "../../policy/rules/autoscaling/asgRefreshSafe";
import { ltVersionPinned } from "../../policy/rules/autoscaling/ltVersionPinned";
import { ec2Imdsv2Required } from "../../policy/rules/ec2/ec2Imdsv2Required";
import { ec2NoPublicIp } from "../../policy/rules/ec2/ec2NoPublicIp";
import { ec2VolumesEncrypted } from "../../policy/rules/ec2/ec2VolumesEncrypted";
import { logsRetentionSet } from "../../policy/rules/logs/logsRetentionSet";
import { describeRule } from "../support/describeRule";
import { unknown, urnOf } from "../support/policy";

const instance = (props: Record<string, unknown>) => ({ type: "aws:ec2/instance:Instance", props });
const template = (props: Record<string, unknown>) => ({ type: "aws:ec2/launchTemplate:LaunchTemplate", props });
const volume = (props: Record<string, unknown>) => ({ type: "aws:ebs/volume:Volume", props });

const metadata = (options: unknown) => template({ metadataOptions: options });
describeRule(ec2Imdsv2Required, {
  complies: {
    "a template that requires tokens": metadata({ httpTokens: "required" }),
    "an instance with two hops for containers": instance({
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 },
    }),
    "metadata that is switched off": metadata({ httpEndpoint: "disabled" }),
    "an instance that takes all from its template": instance({ launchTemplate: { id: unknown } }),
    "another type": { type: "aws:s3/bucket:Bucket" },
  },
  violates: {
    "a template without options": [template({}), /metadataOptions\.httpTokens is not set, allowed: "required"$/],
    "an instance without options": [instance({}), /httpTokens is not set/],
    "optional tokens": [metadata({ httpTokens: "optional" }), /httpTokens is "optional"/],
    "an instance that overrides its template": [
      instance({ launchTemplate: { id: "lt-1" }, metadataOptions: { httpTokens: "optional" } }),
      /"optional"/,
    ],
    "three hops": [
      metadata({ httpTokens: "required", httpPutResponseHopLimit: 3 }),
      /httpPutResponseHopLimit is 3, at most 2$/,
    ],
    "a hop limit that is no number": [
      metadata({ httpTokens: "required", httpPutResponseHopLimit: "2" }),
      /HopLimit is "2"/,
    ],
    "options that are a list": [metadata([{ httpTokens: "required" }]), /httpTokens is not set/],
  },
  unknown: {
    "unknown tokens": [metadata({ httpTokens: unknown }), /not provable: metadataOptions\.httpTokens/],
    "an unknown hop limit": [
      metadata({ httpTokens: "required", httpPutResponseHopLimit: unknown }),
      /not provable: .*HopLimit/,
    ],
  },
});

const mapping = (...ebs: unknown[]) =>
  template({ blockDeviceMappings: ebs.map((item) => ({ deviceName: "/dev/xvda", ebs: item })) });
describeRule(ec2VolumesEncrypted, {
  complies: {
    "an encrypted volume": volume({ encrypted: true }),
    "a template that spells true as text": mapping({ encrypted: "true" }),
    "a mapping for an instance store beside the root": template({
      blockDeviceMappings: [{ virtualName: "ephemeral0" }, { ebs: { encrypted: true } }],
    }),
    "an instance with encrypted root and data volumes": instance({
      rootBlockDevice: { encrypted: true },
      ebsBlockDevices: [{ encrypted: true }],
    }),
    "an instance that takes its volumes from a template": instance({ launchTemplate: { id: unknown } }),
  },
  violates: {
    "a volume that says nothing": [volume({ kmsKeyId: "k" }), /^encrypted is not set, allowed: true$/],
    "a volume in clear": [volume({ encrypted: false }), /encrypted is false, allowed: true$/],
    "an instance whose root volume is the image's": [instance({}), /rootBlockDevice\.encrypted is not set/],
    "a data volume of an instance": [
      instance({ rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{ encrypted: true }, {}] }),
      /ebsBlockDevices\[1\]\.encrypted is not set/,
    ],
    "a template without mappings": [template({}), /blockDeviceMappings\[\]\.ebs\.encrypted is not set/],
    "the second mapping of a template": [
      mapping({ encrypted: true }, { encrypted: "false" }),
      /\[1\]\.ebs\.encrypted is "false"/,
    ],
    "a data volume in clear beside a template": [
      instance({ launchTemplate: { id: "lt-1" }, ebsBlockDevices: [{ encrypted: false }] }),
      /ebsBlockDevices\[0\]\.encrypted is false/,
    ],
  },
  unknown: {
    "an unknown switch": [volume({ encrypted: unknown }), /not provable: encrypted/],
    "unknown mappings": [
      template({ blockDeviceMappings: unknown }),
      /not provable: blockDeviceMappings\[0\]\.ebs\.encrypted/,
    ],
  },
});

const group = (props: Record<string, unknown>) => ({ type: "aws:autoscaling/group:Group", props });
const version = (value?: unknown) => group({ launchTemplate: { id: "lt-1", version: value } });
const mixed = (specification: unknown, overrides?: unknown) =>
  group({ mixedInstancesPolicy: { launchTemplate: { launchTemplateSpecification: specification, overrides } } });
const templateUrn = urnOf(template({}));
const parameter = { type: "aws:ssm/parameter:Parameter" };
const parameterUrn = urnOf(parameter);
describeRule(ltVersionPinned, {
  complies: {
    "the latestVersion of a template that the preview creates": [
      template({}),
      { ...version(unknown), dependsOn: { launchTemplate: [templateUrn] } },
    ],
    "the same in a mixed policy": [
      template({}),
      { ...mixed({ version: unknown }), dependsOn: { mixedInstancesPolicy: [templateUrn] } },
    ],
    "a version number as text": version("12"),
    "a version number": version(3),
    "a group without a launch template": group({ launchConfiguration: "old" }),
    "a pinned mixed policy with overrides": mixed({ version: "1" }, [
      { instanceType: "t3.small" },
      { launchTemplateSpecification: { version: "2" } },
    ]),
  },
  violates: {
    $Latest: [version("$Latest"), /launchTemplate\.version is "\$Latest", allowed: a version number$/],
    $Default: [version("$Default"), /version is "\$Default"/],
    "no version, which means $Default": [version(), /version is not set, which means \$Default/],
    "an empty version": [version(""), /version is ""/],
    "$Latest in a mixed policy": [
      mixed({ version: "$Latest" }),
      /mixedInstancesPolicy\.launchTemplate\.launchTemplateSpecification\.version is "\$Latest"/,
    ],
    "$Default in an override": [
      mixed({ version: "1" }, [{}, { launchTemplateSpecification: { version: "$Default" } }]),
      /overrides\[1\]\.launchTemplateSpecification\.version is "\$Default"/,
    ],
    "a version that is an object": [version({ number: 1 }), /version is an object, allowed/],
  },
  unknown: {
    "a version that comes from nowhere in the stack": [
      version(unknown),
      /subject\.launchTemplate\.version can't be known/,
    ],
    "a version that another resource decides as well": [
      [template({}), parameter, { ...version(unknown), dependsOn: { launchTemplate: [templateUrn, parameterUrn] } }],
      /launchTemplate\.version can't be known/,
    ],
    "a version in a property that no template decides": [
      [template({}), { ...mixed({ version: unknown }), dependsOn: { launchTemplate: [templateUrn] } }],
      /launchTemplateSpecification\.version can't be known/,
    ],
    "a specification that is unknown as a whole, which may hold a literal": [
      [template({}), { ...group({ launchTemplate: unknown }), dependsOn: { launchTemplate: [templateUrn] } }],
      /launchTemplate\.version can't be known/,
    ],
  },
});

const SAFE = {
  minHealthyPercentage: 100,
  maxHealthyPercentage: 200,
  alarmSpecification: { alarms: ["waiting-tasks"] },
};
const refresh = (preferences?: unknown) => group({ instanceRefresh: { strategy: "Rolling", preferences } });
describeRule(asgRefreshSafe, {
  complies: {
    "as many as before, more meanwhile, and an alarm": refresh(SAFE),
    "ninety percent, which is AWS's default": refresh({ ...SAFE, minHealthyPercentage: undefined }),
    "one more than all": refresh({ ...SAFE, minHealthyPercentage: 90, maxHealthyPercentage: 101 }),
    "alarms whose names are unknown": refresh({ ...SAFE, alarmSpecification: { alarms: [unknown] } }),
    "checkpoints up to all instances": refresh({ ...SAFE, checkpointPercentages: [10, 50, 100] }),
    "a group that nothing refreshes": group({}),
    "a rollback, where the stack asks for it": refresh({ ...SAFE, autoRollback: true }),
  },
  violates: {
    "half of the group at once": [
      refresh({ ...SAFE, minHealthyPercentage: 50 }),
      /^minHealthyPercentage is 50, at least 90$/,
    ],
    "an end before a beginning": [
      refresh({ ...SAFE, maxHealthyPercentage: 100 }),
      /^maxHealthyPercentage is 100, at least 101$/,
    ],
    "no preferences": [refresh(), /^maxHealthyPercentage is 100/, /^alarmSpecification\.alarms names none$/],
    "an empty list of alarms": [refresh({ ...SAFE, alarmSpecification: { alarms: [] } }), /alarms names none/],
    "checkpoints that leave some": [
      refresh({ ...SAFE, checkpointPercentages: [20, 80] }),
      /^the last of checkpointPercentages is 80, at least 100$/,
    ],
    texts: [refresh({ ...SAFE, minHealthyPercentage: "100" }), /minHealthyPercentage is "100"/],
    "no rollback, where the stack asks for it": [refresh(SAFE), /^autoRollback is not set, allowed: true$/],
  },
  unknown: {
    "an unknown share": [refresh({ ...SAFE, minHealthyPercentage: unknown }), /^not provable: minHealthyPercentage/],
    "an unknown list of alarms": [
      refresh({ ...SAFE, alarmSpecification: { alarms: unknown } }),
      /^not provable: alarmSpecification\.alarms/,
    ],
    "an unknown checkpoint": [
      refresh({ ...SAFE, checkpointPercentages: [50, unknown] }),
      /^not provable: the last of checkpointPercentages/,
    ],
  },
  config: Object.fromEntries(
    ["a rollback, where the stack asks for it", "no rollback, where the stack asks for it"].map((name) => [
      name,
      { autoRollback: true },
    ]),
  ),
});

const logs = (retentionInDays?: unknown) => ({ type: "aws:cloudwatch/logGroup:LogGroup", props: { retentionInDays } });
describeRule(logsRetentionSet, {
  complies: { "thirty days": logs(30), "one day": logs(1), "another type": { type: "aws:sns/topic:Topic" } },
  violates: {
    "no retention": [logs(), /retentionInDays is not set, which means for ever$/],
    "zero, which means for ever": [logs(0), /retentionInDays is 0/],
    "a negative number": [logs(-1), /retentionInDays is -1/],
    "a text": [logs("30"), /retentionInDays is "30"/],
    null: [logs(null), /not set/],
  },
  unknown: { "an unknown number": [logs(unknown), /retentionInDays/] },
});

describeRule(asgElbHealthCheck, {
  complies: {
    "a group behind a target group that the load balancer judges": group({
      targetGroupArns: ["arn:tg"],
      healthCheckType: "ELB",
    }),
    "target groups whose ids are unknown": group({ targetGroupArns: [unknown], healthCheckType: "ELB" }),
    "a group that no load balancer knows": group({ healthCheckType: "EC2" }),
    "an empty list of target groups": group({ targetGroupArns: [] }),
  },
  violates: {
    "EC2's own check": [
      group({ targetGroupArns: ["arn:tg"], healthCheckType: "EC2" }),
      /^healthCheckType is "EC2", allowed: "ELB"$/,
    ],
    "no check, which means EC2's": [group({ targetGroupArns: [unknown] }), /^healthCheckType is not set/],
    "a group behind a classic load balancer": [group({ loadBalancers: ["old"] }), /^healthCheckType is not set/],
    "a list that is unknown, with EC2's check": [group({ targetGroupArns: unknown, healthCheckType: "EC2" }), /"EC2"/],
  },
  unknown: {
    "an unknown type": [group({ targetGroupArns: ["arn:tg"], healthCheckType: unknown }), /^not provable/],
  },
});

describeRule(ltAmiLiteral, {
  complies: {
    "an image by its id": template({ imageId: "ami-0123456789abcdef0" }),
    "an id that is unknown": template({ imageId: unknown }),
    "no image: the group's own": template({}),
    "an instance, which reads a parameter once": instance({ ami: "resolve:ssm:/acme/image" }),
  },
  violates: {
    "a parameter": [
      template({ imageId: "resolve:ssm:/acme/image" }),
      /^imageId is "resolve:ssm:\/acme\/image", allowed:/,
    ],
    "a version of a parameter": [template({ imageId: "resolve:ssm:/acme/image:3" }), /^imageId is/],
    "a label of a parameter": [template({ imageId: "resolve:ssm:/acme/image:golden" }), /^imageId is/],
    "a public parameter": [
      template({ imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64" }),
      /^imageId is/,
    ],
    "a parameter by its ARN": [
      template({ imageId: "resolve:ssm:arn:aws:ssm:us-west-2:123456789012:parameter/acme/image" }),
      /^imageId is/,
    ],
  },
});

const sizes = (minSize: unknown, maxSize: unknown = 4) => group({ minSize, maxSize });
describeRule(asgMinTwo, {
  complies: {
    "two instances": sizes(2),
    "more of them": sizes(9, 9),
    "a group that is switched off": sizes(0, 0),
    "a group that is switched off, its least unknown": sizes(unknown, 0),
    "a single instance that is no group's": instance({}),
  },
  violates: {
    "one instance": [sizes(1), /^minSize is 1, at least 2$/],
    "a group that may be empty": [sizes(0), /^minSize is 0, at least 2$/],
    "a group of one, which load does not change": [sizes(1, 1), /^minSize is 1/],
    "no number": [sizes(undefined), /^minSize is not set/],
    "a text": [sizes("2"), /^minSize is "2"/],
  },
  unknown: { "an unknown number": [sizes(unknown), /^not provable: minSize/] },
});

const addressOf = (...values: unknown[]) =>
  template({ networkInterfaces: values.map((associatePublicIpAddress) => ({ associatePublicIpAddress })) });
describeRule(ec2NoPublicIp, {
  complies: {
    "an instance that leaves it to its subnet": instance({}),
    "an instance that refuses one": instance({ associatePublicIpAddress: false }),
    "a template without interfaces": template({}),
    "a template that spells false as text": addressOf("false", undefined),
    "another type": { type: "aws:ec2/eip:Eip" },
  },
  violates: {
    "an instance with one": [
      instance({ associatePublicIpAddress: true }),
      /^associatePublicIpAddress is true, allowed: false$/,
    ],
    "a template with one": [addressOf(true), /^networkInterfaces\[0\]\.associatePublicIpAddress is true/],
    "the second interface of a template": [addressOf(false, "true"), /^networkInterfaces\[1\].* is "true"/],
    "an odd value": [addressOf("yes"), /is "yes"/],
  },
  unknown: {
    "an unknown switch": [instance({ associatePublicIpAddress: unknown }), /^not provable: associatePublicIpAddress/],
    "unknown interfaces": [template({ networkInterfaces: unknown }), /^not provable: networkInterfaces\[0\]/],
  },
});
