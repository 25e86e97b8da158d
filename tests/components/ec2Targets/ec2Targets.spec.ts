import assert from "node:assert/strict";
import { Ec2Targets } from "../../../components/ec2Targets";
import { imageParameter } from "../../../components/ec2Targets/instances";
import type { Ec2TargetsArgs } from "../../../components/ec2Targets/args";
import { record, type Recording } from "../../support/recorder";
import { contextOf } from "../environments";

const FLEET = "buildit-lcloud-prod-web";
const NAME = `${FLEET}-us-east-1`;

/** Arguments of instances in another region than their pipeline's; tests change the one that they are about. */
function targetArgs(changes: Partial<Ec2TargetsArgs> = {}): Ec2TargetsArgs {
  return {
    context: contextOf({ project: "lcloud", environment: "prod", stage: "production" }),
    name: "web",
    region: "us-east-1",
    network: { vpcId: "vpc-4d4bec2b", subnetIds: ["subnet-d7ad4ca1", "subnet-83a890da"] },
    instanceType: "t3.small",
    count: 2,
    pipelines: ["lcloud.artifacts"],
    alarms: { emails: ["ops@lcloud.example.com"] },
    ...changes,
  };
}

function recordTargets(changes: Partial<Ec2TargetsArgs> = {}, preview = false): Promise<Recording> {
  return record(preview, () => new Ec2Targets(NAME, targetArgs(changes)));
}

async function problemsOf(changes: Partial<Ec2TargetsArgs>): Promise<string[]> {
  let problems: string[] = [];
  const { resources } = await record(false, () => {
    try {
      new Ec2Targets(NAME, targetArgs(changes));
    } catch (error) {
      const { errors } = error as { errors: { propertyPath: string; reason: string }[] };
      problems = errors.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);
    }
  });
  if (problems.length > 0) assert.deepEqual(resources, [], "nothing is registered");
  return problems;
}

describe("Ec2Targets", () => {
  let whole: Recording;
  before(async () => {
    whole = await recordTargets();
  });

  it("L3 are found by the tag that the group gives to each instance, and get the agent by the same tag", () => {
    const group = whole.one("aws:autoscaling/group:Group").inputs;
    assert.deepEqual(
      group.tags.find(({ key }: { key: string }) => key === "Name"),
      { key: "Name", value: FLEET, propagateAtLaunch: true },
    );
    const agent = whole.one("aws:ssm/association:Association").inputs;
    assert.deepEqual(agent.targets, [{ key: "tag:Name", values: [FLEET] }]);
    const [step] = JSON.parse(whole.one("aws:ssm/document:Document").inputs.content as string).mainSteps;
    assert.deepEqual([step.action, step.inputs.name], ["aws:configurePackage", "AWSCodeDeployAgent"]);
  });

  it("G4 are hardened: IMDSv2, an encrypted volume, no public address, no key pair", () => {
    const template = whole.one("aws:ec2/launchTemplate:LaunchTemplate").inputs;
    assert.equal(template.metadataOptions.httpTokens, "required");
    assert.equal(template.metadataOptions.httpPutResponseHopLimit, 1);
    assert.equal(template.blockDeviceMappings[0].ebs.encrypted, "true");
    assert.equal(template.networkInterfaces[0].associatePublicIpAddress, "false");
    assert.equal(template.keyName, undefined);
  });

  it("T20 are entered by nobody but Session Manager", () => {
    assert.equal(whole.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").length, 0);
    const egress = whole.one("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").inputs;
    assert.deepEqual([egress.fromPort, egress.toPort], [443, 443]);
    const { policyArn } = whole.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment").inputs;
    assert.equal(policyArn, "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore");
  });

  it("L2 read the artifacts of their pipelines in their region, and nothing else", () => {
    const { Statement } = whole.one("aws:iam/rolePolicy:RolePolicy").inputs.policy;
    assert.deepEqual(Statement, [
      {
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: "arn:aws:s3:::lcloud.artifacts-us-east-1-123456789012/*",
      },
      {
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: "arn:aws:kms:us-east-1:123456789012:key/*",
        Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/lcloud-artifacts-artifacts" } },
      },
    ]);
  });

  it("L4 are in their region with all that belongs to them, the image too", () => {
    for (const { type, name, inputs } of whole.resources.filter(({ type }) => type.startsWith("aws:"))) {
      if (!type.startsWith("aws:iam/")) assert.equal(inputs.region, "us-east-1", `${type} ${name}`);
    }
    assert.equal(whole.one("aws:ec2/launchTemplate:LaunchTemplate").inputs.imageId, "ami-00000000000000x86");
  });

  it("takes the image of the instance type's architecture, or the one that is given", async () => {
    assert.match(imageParameter("t4g.small"), /arm64$/);
    assert.match(imageParameter("t3.small"), /x86_64$/);
    const own = await recordTargets({ imageId: "ami-0123456789abcdef0" });
    assert.equal(own.one("aws:ec2/launchTemplate:LaunchTemplate").inputs.imageId, "ami-0123456789abcdef0");
  });

  it("keep their number while a new template replaces them, and stop when instances are missing", () => {
    const { minSize, maxSize, instanceRefresh } = whole.one("aws:autoscaling/group:Group").inputs;
    assert.deepEqual([minSize, maxSize], [2, 2]);
    const { minHealthyPercentage, maxHealthyPercentage, alarmSpecification } = instanceRefresh.preferences;
    assert.deepEqual([minHealthyPercentage, maxHealthyPercentage], [100, 200]);
    const alarm = whole.one("aws:cloudwatch/metricAlarm:MetricAlarm").inputs;
    assert.deepEqual(alarmSpecification.alarms, [alarm.name]);
    assert.deepEqual([alarm.threshold, alarm.comparisonOperator], [2, "LessThanThreshold"]);
  });

  it("T4 alarm by a topic of their region: a given one, or one of their own with subscriptions", async () => {
    const subscription = whole.one("aws:sns/topicSubscription:TopicSubscription").inputs;
    assert.deepEqual([subscription.endpoint, subscription.region], ["ops@lcloud.example.com", "us-east-1"]);
    const given = await record(false, () => {
      const topic = { arn: "arn:aws:sns:us-east-1:123456789012:operations" };
      new Ec2Targets(NAME, targetArgs({ alarms: { topic: topic as never } }));
    });
    assert.equal(given.all("aws:sns/topic:Topic").length, 0);
    const { alarmActions } = given.one("aws:cloudwatch/metricAlarm:MetricAlarm").inputs;
    assert.deepEqual(alarmActions, ["arn:aws:sns:us-east-1:123456789012:operations"]);
  });

  it("count as healthy by the load balancer where they are behind one", async () => {
    const group = (await recordTargets({ targetGroups: [{ arn: "arn:tg" } as never] })).one(
      "aws:autoscaling/group:Group",
    ).inputs;
    assert.deepEqual([group.healthCheckType, group.targetGroupArns], ["ELB", ["arn:tg"]]);
    assert.equal(whole.one("aws:autoscaling/group:Group").inputs.healthCheckType, "EC2");
  });

  it("A5 have names within AWS's limits where owner, project, stack and region are long", async () => {
    const context = contextOf({ owner: "o".repeat(13), project: "p".repeat(12), environment: "e".repeat(12) });
    const args = targetArgs({ context, name: "n".repeat(20), region: "ap-southeast-2" });
    const long = `${context.prefix}-${args.name}-${args.region}`;
    const recording = await record(false, () => new Ec2Targets(long, args));
    for (const type of ["aws:iam/role:Role", "aws:iam/instanceProfile:InstanceProfile"]) {
      assert.ok((recording.one(type).inputs.name as string).length <= 64, type);
    }
  });

  it("are the same in a preview, where nothing is known yet", async () => {
    const shape = ({ resources }: Recording) => resources.map(({ type, name }) => `${type} ${name}`).sort();
    assert.deepEqual(shape(await recordTargets({}, true)), shape(whole));
    assert.ok(whole.one("slipway:index:Ec2Targets").registeredOutputs);
  });

  it("refuse invalid arguments with all problems at once", async () => {
    const problems = await problemsOf({
      name: "Web",
      pipelines: [],
      region: "oregon",
      network: { vpcId: "vpc", subnetIds: ["subnet-d7ad4ca1", "subnet-d7ad4ca1", "b"], securityGroupIds: [..."abcde"] },
      instanceType: "small",
      count: 501,
      imageId: "image",
      rootVolumeGiB: 4,
      alarms: { emails: ["nobody"] },
    });
    assert.deepEqual(problems, [
      `name: the component is called "${NAME}"; call it "buildit-lcloud-prod-Web-oregon"`,
      'name: "Web" is not a name; lower-case letters, digits and single dashes, a letter first, at most 20',
      'region: "oregon" is not a region such as us-west-2',
      'network.vpcId: "vpc" is not a VPC id such as vpc-4d4bec2b',
      'network.subnetIds[2]: "b" is not a subnet id such as subnet-d7ad4ca1',
      'network.subnetIds[1]: "subnet-d7ad4ca1" is listed twice',
      "network.securityGroupIds: has 5 groups; an interface has room for 4 besides the instances' own",
      'instanceType: "small" is not an instance type such as t3.small',
      "count: 501 is not a number of instances; allowed is 1–500",
      'imageId: "image" is not an AMI id such as ami-0123456789abcdef0',
      "rootVolumeGiB: 4 is out of range; allowed is 8–16384 GiB",
      "pipelines: names no pipeline; the instances could read nothing that is deployed",
      'alarms.emails[0]: "nobody" is not an e-mail address',
    ]);
  });

  it("need two instances in two subnets in production, one elsewhere", async () => {
    const alone = { count: 1, network: { vpcId: "vpc-4d4bec2b", subnetIds: ["subnet-d7ad4ca1"] } };
    assert.deepEqual(await problemsOf(alone), [
      "network.subnetIds: has 1 subnets; production needs 2 or more, in different zones",
      "count: is 1; production needs 2 or more",
    ]);
    const context = contextOf({ project: "lcloud", environment: "prod", stage: "development" });
    assert.deepEqual(await problemsOf({ ...alone, context }), []);
  });
});
