import assert from "node:assert/strict";
import { record, type Recording } from "../../support/recorder";
import { buildReleaseBox } from "./promotionArgs";

const PREFIX = "acme-qbo-dev";

describe("ReleaseBox", () => {
  let whole: Recording;
  before(async () => {
    whole = await record(false, () => buildReleaseBox());
  });

  it("Q1 G4 is one hardened instance in a private subnet, its volume encrypted with a key that can be shared", () => {
    const { inputs } = whole.one("aws:ec2/instance:Instance");
    assert.equal(inputs.metadataOptions.httpTokens, "required");
    assert.deepEqual([inputs.associatePublicIpAddress, inputs.keyName], [false, undefined]);
    const { encrypted, kmsKeyId } = inputs.rootBlockDevice;
    assert.equal(encrypted, true);
    assert.match(kmsKeyId as string, /acme-qbo-dev-images/);
    const key = JSON.parse(whole.one("aws:kms/key:Key", "images").inputs.policy as string);
    assert.deepEqual(
      key.Statement.map(({ Sid }: { Sid: string }) => Sid),
      ["Account", "AutoScaling", "AutoScalingGrants"],
    );
  });

  it("keeps its images' key when it is removed itself: the disks of other environments hang on it", () => {
    const { protect, retainOnDelete } = whole.one("aws:kms/key:Key", "images");
    assert.deepEqual([protect, retainOnDelete], [false, true]);
  });

  it("Q1 hosts a bare test site behind the load balancer", () => {
    const { inputs } = whole.one("aws:lb/targetGroupAttachment:TargetGroupAttachment");
    assert.deepEqual([inputs.targetId, inputs.port], [`${PREFIX}-release-box-id`, 80]);
    const rule = whole.one("aws:lb/listenerRule:ListenerRule").inputs;
    assert.deepEqual(rule.conditions, [{ hostHeader: { values: ["dev.qbo.example.com"] } }]);
  });

  it("Q1 receives code by CodeDeploy, whose agent Systems Manager keeps, and reads releases from its bucket alone", () => {
    const group = whole.one("aws:codedeploy/deploymentGroup:DeploymentGroup").inputs;
    assert.deepEqual(group.ec2TagFilters, [{ type: "KEY_AND_VALUE", key: "Name", value: `${PREFIX}-release-box` }]);
    const [step] = JSON.parse(whole.one("aws:ssm/document:Document").inputs.content as string).mainSteps;
    assert.deepEqual([step.action, step.inputs.name], ["aws:configurePackage", "AWSCodeDeployAgent"]);
    const alarm = whole.one("aws:cloudwatch/metricAlarm:MetricAlarm", "release-box-status").inputs.name as string;
    assert.deepEqual(group.alarmConfiguration, { enabled: true, alarms: [alarm] });
    const agent = whole.one("aws:ssm/association:Association").inputs;
    assert.deepEqual(agent.targets, [{ key: "tag:Name", values: [`${PREFIX}-release-box`] }]);
    assert.equal(agent.name, `${PREFIX}-agent`);
    const { Statement } = whole.one("aws:iam/rolePolicy:RolePolicy", "release-box").inputs.policy;
    assert.deepEqual(Statement[0].Action, ["s3:GetObject", "s3:GetObjectVersion"]);
    assert.match(Statement[0].Resource[0] as string, /releases.*\/\*$/);
  });

  it("Q2 updates its database and runs the tests after each deployment, and tells of failures of either", () => {
    const target = whole.one("aws:cloudwatch/eventTarget:EventTarget", "deployed").inputs;
    const { environmentVariablesOverride, buildspecOverride } = JSON.parse(
      target.inputTransformer.inputTemplate as string,
    );
    assert.deepEqual(JSON.parse(buildspecOverride as string).reports.tests.files, ["report.xml"]);
    assert.deepEqual(environmentVariablesOverride, [
      { name: "STEPS", value: "database setup-packages tests" },
      { name: "RUN", value: "<deployment>" },
    ]);
    const pattern = (part: string) =>
      JSON.parse(whole.one("aws:cloudwatch/eventRule:EventRule", part).inputs.eventPattern as string);
    assert.deepEqual(pattern("deployed").detail.state, ["SUCCESS"]);
    assert.deepEqual(pattern("deploy-failed").detail.state, ["FAILURE"]);
    assert.ok(pattern("commands-failed").detail["build-status"].includes("TIMED_OUT"));
    assert.ok(whole.one("aws:cloudwatch/eventTarget:EventTarget", "deployed").inputs.deadLetterConfig.arn);
    assert.ok(whole.one("aws:cloudwatch/metricAlarm:MetricAlarm", "dev-deployed"));
    for (const part of ["deploy-failed", "commands-failed"]) {
      assert.match(whole.one("aws:cloudwatch/eventTarget:EventTarget", part).inputs.arn as string, /build$/);
    }
  });

  it("Q3 gives the next stack what it images", async () => {
    let outputs: string[] = [];
    await record(false, () => (outputs = Object.keys(buildReleaseBox().outputs())));
    assert.deepEqual(outputs, ["instanceId", "application", "deploymentGroup", "keyArn", "releasesBucket"]);
  });

  it("Q4 lets other accounts start instances from its images, where asked", async () => {
    const recording = await record(false, () => buildReleaseBox({ shareWith: ["210987654321"] }));
    const { Statement } = JSON.parse(recording.one("aws:kms/key:Key", "images").inputs.policy as string);
    const accounts = Statement.find(({ Sid }: { Sid: string }) => Sid === "Accounts");
    assert.deepEqual(accounts.Principal.AWS, ["arn:aws:iam::210987654321:root"]);
  });

  it("is registered whole with neither route nor commands, also where nothing is known yet", async () => {
    const recording = await record(true, () => buildReleaseBox({ route: undefined, commands: undefined }));
    assert.ok(recording.one("slipway:index:ReleaseBox").registeredOutputs);
    assert.equal(recording.all("aws:codebuild/project:Project").length, 0);
    assert.equal(recording.all("aws:lb/targetGroup:TargetGroup").length, 0);
  });
});
