import assert from "node:assert/strict";
import { WITHOUT_RESOURCE } from "../../../components/shared/iam";
import type { Statement } from "../../support/iam";
import { NAME as SITE, recordPipeline, REGIONS, stageOf } from "./pipelineArgs";
import { codeDeploy, ec2, ecs, makeTarget, PART, PIPELINE, problemsOf, stack, type Made } from "./targets";

const NAME = `${PIPELINE}-${PART}`;
const image = { kind: "image", repository: "api", container: "api" } as const;

const statementsOf = ({ deployment }: Made) => deployment.statements as unknown as Statement[];

describe("Targets of a pipeline", () => {
  describe("CodeDeploy", () => {
    let made: Made;
    before(async () => {
      made = await makeTarget({
        ...codeDeploy,
        autoScalingGroup: "buildit-lcloud-prod-web",
        alarms: ["web-<region>-missing"],
        targetGroups: ["web"],
      });
    });

    it("L3 has an application and a deployment group in the target's region, which finds instances by their tag", () => {
      const group = made.recording.one("aws:codedeploy/deploymentGroup:DeploymentGroup").inputs;
      assert.deepEqual(group.ec2TagFilters, [{ type: "KEY_AND_VALUE", key: "Name", value: "buildit-lcloud-prod-web" }]);
      assert.deepEqual([group.appName, group.region], [NAME, "us-east-1"]);
      assert.equal(made.recording.one("aws:codedeploy/application:Application").inputs.region, "us-east-1");
      assert.deepEqual(made.deployment.action.configuration, { ApplicationName: NAME, DeploymentGroupName: NAME });
      assert.equal(made.deployment.action.inputArtifact, "source");
    });

    it("L3 brings new instances of the group the revision that the others have", () => {
      const group = made.recording.one("aws:codedeploy/deploymentGroup:DeploymentGroup").inputs;
      assert.deepEqual(group.autoscalingGroups, ["buildit-lcloud-prod-web"]);
    });

    it("L4 takes a deployment back when it fails, or when an alarm of the region rings", async () => {
      const group = made.recording.one("aws:codedeploy/deploymentGroup:DeploymentGroup").inputs;
      assert.deepEqual(group.alarmConfiguration.alarms, ["web-us-east-1-missing"]);
      assert.equal(group.alarmConfiguration.ignorePollAlarmFailure, false);
      const events = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"];
      assert.deepEqual(group.autoRollbackConfiguration, { enabled: true, events });
      const plain = (await makeTarget(codeDeploy)).recording.one("aws:codedeploy/deploymentGroup:DeploymentGroup");
      assert.deepEqual(plain.inputs.autoRollbackConfiguration.events, ["DEPLOYMENT_FAILURE"]);
    });

    it("G2 takes an instance out of its target groups while its revision changes, where it has any", async () => {
      const group = made.recording.one("aws:codedeploy/deploymentGroup:DeploymentGroup").inputs;
      assert.deepEqual(group.loadBalancerInfo, { targetGroupInfos: [{ name: "web" }] });
      assert.deepEqual(group.deploymentStyle, {
        deploymentType: "IN_PLACE",
        deploymentOption: "WITH_TRAFFIC_CONTROL",
      });
      const plain = (await makeTarget(codeDeploy)).recording.one("aws:codedeploy/deploymentGroup:DeploymentGroup");
      assert.equal(plain.inputs.deploymentStyle.deploymentOption, "WITHOUT_TRAFFIC_CONTROL");
    });

    it("deploys at the pace that is asked for, one at a time by default", async () => {
      const paceOf = async (changes: object) =>
        (await makeTarget({ ...codeDeploy, ...changes })).recording.one(
          "aws:codedeploy/deploymentGroup:DeploymentGroup",
        ).inputs.deploymentConfigName as string;
      assert.equal(await paceOf({}), "CodeDeployDefault.OneAtATime");
      assert.equal(await paceOf({ pace: "halfAtATime" }), "CodeDeployDefault.HalfAtATime");
      assert.equal(await paceOf({ pace: "allAtOnce" }), "CodeDeployDefault.AllAtOnce");
      const own = await makeTarget({ ...codeDeploy, pace: { healthyPercent: 75 } });
      const config = own.recording.one("aws:codedeploy/deploymentConfig:DeploymentConfig").inputs;
      assert.deepEqual(config.minimumHealthyHosts, { type: "FLEET_PERCENT", value: 75 });
      assert.match(JSON.stringify(statementsOf(own)), new RegExp(`deploymentconfig:${config.deploymentConfigName}`));
    });

    it("lets the pipeline deploy to this group alone", () => {
      const arn = (resource: string) => `arn:aws:codedeploy:us-east-1:123456789012:${resource}`;
      assert.deepEqual(
        statementsOf(made).map(({ Resource }) => Resource),
        [
          arn(`application:${NAME}`),
          arn(`deploymentgroup:${NAME}/${NAME}`),
          arn("deploymentconfig:CodeDeployDefault.OneAtATime"),
        ],
      );
    });
  });

  describe("CodePipeline's EC2 action", () => {
    it("L3 finds instances by their tag and deploys to a share of them at a time", async () => {
      const { deployment } = await makeTarget({ ...ec2, preScript: "scripts/stop.sh", targetGroups: ["web", "api"] });
      assert.deepEqual(deployment.action, {
        category: "Deploy",
        provider: "EC2",
        configuration: {
          InstanceTagKey: "Name",
          InstanceTagValue: "buildit-lcloud-prod-web",
          InstanceType: "EC2",
          TargetDirectory: "/srv/site",
          PreScript: "scripts/stop.sh",
          PostScript: "scripts/restart.sh",
          MaxBatch: "50%",
          TargetGroupNameList: "web,api",
        },
        inputArtifact: "source",
      });
    });

    it("lets the pipeline run its commands on the tagged instances alone", async () => {
      const statements = statementsOf(await makeTarget(ec2));
      const onInstances = statements.find(({ Resource }) => String(Resource).includes(":instance/"));
      assert.deepEqual(onInstances?.Condition, {
        StringEquals: { "aws:ResourceTag/Name": "buildit-lcloud-prod-web" },
      });
      assert.ok(!JSON.stringify(statements).includes("RegisterTargets"), "it has no target groups");
      const behind = statementsOf(await makeTarget({ ...ec2, targetGroups: ["web"] }));
      assert.deepEqual(behind.at(-1)?.Resource, [
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/*",
      ]);
    });
  });

  it("T14 of CodePipeline's EC2 action write into one log group of each region, which forgets", async () => {
    const stages = ["staging", "next"].map((name) => stageOf({ name, targets: [ec2] }));
    const recording = await recordPipeline({ stages, logRetentionDays: 90 });
    assert.deepEqual(
      recording
        .all("aws:cloudwatch/logGroup:LogGroup")
        .map(({ inputs }) => [inputs.name, inputs.region, inputs.retentionInDays]),
      REGIONS.map((region) => [`/aws/codepipeline/${SITE}`, region, 90]),
    );
  });

  describe("ECS", () => {
    let made: Made;
    before(async () => {
      made = await makeTarget(ecs);
    });

    it("G1 gives the service the image that was built, and waits for as long as AWS lets it", () => {
      assert.deepEqual(made.deployment.action.configuration, {
        ClusterName: "buildit-lcloud-prod",
        ServiceName: "api",
        FileName: "imagedefinitions.json",
        DeploymentTimeout: "60",
      });
      assert.equal(made.recording.resources.filter(({ type }) => type.startsWith("aws:")).length, 0);
    });

    it("lets the pipeline change this service and pass on its tasks' roles, to tasks", () => {
      const statements = statementsOf(made);
      const update = statements.find(({ Action }) => Action.includes("ecs:UpdateService"));
      assert.equal(update?.Resource, "arn:aws:ecs:us-east-1:123456789012:service/buildit-lcloud-prod/api");
      const pass = statements.find(({ Action }) => Action === "iam:PassRole");
      assert.deepEqual(
        pass?.Resource,
        ecs.roles.map((role) => `arn:aws:iam::123456789012:role/${role as string}`),
      );
      assert.deepEqual(pass?.Condition, { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } });
      const register = statements.find(({ Action }) => Action === "ecs:RegisterTaskDefinition");
      assert.match(String(register?.Resource), /task-definition\/buildit-lcloud-prod-api:\*$/);
    });

    it("G3 refuses waits that do not fit into the action's limit, before anything is built", () => {
      assert.deepEqual(problemsOf({ ...ecs, waitingMinutes: 50 }, image), []);
      assert.deepEqual(problemsOf({ ...ecs, waitingMinutes: 51 }, image), [
        "target.waitingMinutes: canary, bake and pauses take 51 minutes and the deployment itself about 10, " +
          "but the action waits 60; make them shorter",
      ]);
      assert.deepEqual(problemsOf({ ...ecs, waitingMinutes: 15, timeoutMinutes: 20 }, image), [
        "target.waitingMinutes: canary, bake and pauses take 15 minutes and the deployment itself about 10, " +
          "but the action waits 20; make them shorter or raise timeoutMinutes, up to 60",
      ]);
    });
  });

  describe("pulumi up", () => {
    let made: Made;
    before(async () => {
      made = await makeTarget(stack);
    });

    it("T12 updates the stack in CodeBuild, with the CLI of the SDK's version and a limit of one at a time", () => {
      const project = made.recording.one("aws:codebuild/project:Project").inputs;
      assert.match(project.environment.image as string, /pulumi-nodejs:3\.248\.0$/);
      assert.deepEqual([project.concurrentBuildLimit, project.buildTimeout], [1, 120]);
      const variables = project.environment.environmentVariables as { name: string; value: string }[];
      assert.deepEqual(Object.fromEntries(variables.map(({ name, value }) => [name, value])), {
        STACK: "acme/slipway/staging",
        CONFIG_DIR: "examples/twig",
        PULUMI_BACKEND_URL: "s3://acme-pulumi-state/slipway?region=us-west-2",
        PULUMI_SKIP_UPDATE_CHECK: "true",
      });
      assert.deepEqual(made.deployment.action.configuration, { ProjectName: NAME });
      assert.equal(made.deployment.action.inputArtifact, "infrastructure");
    });

    it("T12 has a role for this stack: the given policies, its own state, key and log, and nothing else", () => {
      const attached = made.recording.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
      assert.deepEqual(
        attached.map(({ inputs }) => inputs.policyArn),
        stack.policyArns,
      );
      const { Statement } = made.recording.one("aws:iam/rolePolicy:RolePolicy").inputs.policy;
      assert.deepEqual(
        (Statement as Statement[]).map(({ Resource }) => Resource),
        [
          "arn:aws:s3:::lcloud-us-east-1-123456789012/*",
          "arn:aws:kms:us-east-1:123456789012:key/*",
          "arn:aws:s3:::acme-pulumi-state/slipway/*",
          [
            "arn:aws:s3:::acme-pulumi-state/slipway/.pulumi/stacks/slipway/staging.*",
            "arn:aws:s3:::acme-pulumi-state/slipway/.pulumi/history/slipway/staging/*",
            "arn:aws:s3:::acme-pulumi-state/slipway/.pulumi/backups/slipway/staging/*",
            "arn:aws:s3:::acme-pulumi-state/slipway/.pulumi/locks/*/slipway/staging/*",
          ],
          "arn:aws:s3:::acme-pulumi-state",
          stack.secretsKeyArn,
          `arn:aws:logs:us-east-1:123456789012:log-group:/aws/codebuild/${NAME}:*`,
        ],
      );
      const changing = (Statement as Statement[]).filter(({ Action }) => /Put|Delete/.test([Action].flat().join()));
      assert.deepEqual(
        changing.map(({ Action }) => Action),
        [
          ["s3:PutObject", "s3:DeleteObject"],
          ["logs:CreateLogStream", "logs:PutLogEvents"],
        ],
      );
      const trust = made.recording.one("aws:iam/role:Role").inputs.assumeRolePolicy.Statement[0];
      assert.deepEqual(trust.Condition.ArnLike, {
        "aws:SourceArn": `arn:aws:codebuild:us-east-1:123456789012:project/${NAME}`,
      });
    });

    it("has a boundary where one is given", async () => {
      const boundary = "arn:aws:iam::123456789012:policy/boundary";
      const bound = await makeTarget({ ...stack, permissionsBoundaryArn: boundary });
      assert.equal(bound.recording.one("aws:iam/role:Role").inputs.permissionsBoundary, boundary);
    });

    it("refuses to be administrator, several regions, and an address that no role reaches", () => {
      assert.deepEqual(
        problemsOf({
          ...stack,
          stack: "a stack",
          backend: "file://~",
          secretsKeyArn: "alias/state",
          policyArns: ["arn:aws:iam::aws:policy/AdministratorAccess", "everything"],
          permissionsBoundaryArn: "none",
          timeoutMinutes: 4,
        }),
        [
          'target.stack: "a stack" is not a stack such as staging or acme/slipway/staging',
          'target.backend: "file://~" is not the address of a bucket such as s3://acme-pulumi-state?region=us-west-2',
          'target.secretsKeyArn: "alias/state" is not the ARN of a KMS key',
          "target.policyArns[0]: lets the pipeline do anything in the account; name policies for what the stack has",
          'target.policyArns[1]: "everything" is not the ARN of an IAM policy',
          'target.permissionsBoundaryArn: "none" is not the ARN of an IAM policy',
          "target.timeoutMinutes: 4 is out of range; allowed is 5–480 minutes",
        ],
      );
      assert.deepEqual(problemsOf({ ...stack, policyArns: [] }), [
        "target.policyArns: has 0 policies; allowed is 1–10",
      ]);
    });
  });

  it("ask for `*` only where an action knows no resource", async () => {
    for (const target of [codeDeploy, ec2, ecs, stack]) {
      const open = statementsOf(await makeTarget(target)).filter(({ Resource }) => Resource === "*");
      for (const action of open.flatMap(({ Action }) => Action)) assert.ok(WITHOUT_RESOURCE[action], action);
    }
  });

  it("refuse what they cannot deploy: an image to instances, files to tasks", () => {
    const files = "target: deploys files to instances, and the pipeline builds an image; give `build` the kind archive";
    assert.deepEqual(problemsOf(codeDeploy, image), [files]);
    assert.deepEqual(problemsOf(ec2, image), [files]);
    for (const build of [undefined, { kind: "archive" } as const]) {
      assert.deepEqual(problemsOf(ecs, build), [
        "target: deploys an image, and the pipeline builds none; give `build` the kind image",
      ]);
    }
    assert.deepEqual(problemsOf(codeDeploy), []);
    assert.deepEqual(problemsOf(ec2, { kind: "archive" }), []);
  });

  it("say everything that is wrong with instances at once", () => {
    const tag = { key: "aws:name", value: "" };
    const wrongTag = [
      'target.tag.key: "aws:name" is not the key of a tag: 1–128 characters that do not begin with aws:',
      'target.tag.value: "" is not the value of a tag: 1–256 characters',
    ];
    const alarms = [..."abcdefghijk"];
    assert.deepEqual(
      problemsOf({ ...codeDeploy, tag, pace: { healthyPercent: 100 }, alarms, targetGroups: ["a", "a"] }),
      [
        ...wrongTag,
        "target.pace.healthyPercent: 100 is out of range; allowed is 1–99 percent",
        "target.alarms: has 11 alarms; allowed are 10",
        'target.targetGroups[1]: "a" is listed twice',
      ],
    );
    assert.deepEqual(
      problemsOf({ ...ec2, tag, directory: "srv", preScript: "/tmp/a.sh", postScript: "", batchPercent: 0 }),
      [
        ...wrongTag,
        'target.directory: "srv" is not an absolute path such as /srv/app',
        'target.preScript: "/tmp/a.sh" is not a path within the archive such as scripts/restart.sh',
        'target.postScript: "" is not a path within the archive such as scripts/restart.sh',
        "target.batchPercent: 0 is out of range; allowed is 1–100 percent",
      ],
    );
  });
});
