import assert from "node:assert/strict";
import asl from "asl-validator";
import type { AmiPromotionArgs } from "../../../components/amiPromotion/args";
import { WITHOUT_RESOURCE } from "../../../components/shared/iam";
import { record, type Recorded, type Recording } from "../../support/recorder";
import { buildPromotion, PREFIX, promotionArgs } from "./promotionArgs";

const GROUP = "aws:autoscaling/group:Group";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const build = (changes: Partial<AmiPromotionArgs> = {}, preview = false): Promise<Recording> =>
  record(preview, () => buildPromotion(changes));

/** Resources of the component, without those of its environment, which come first. */
const own = ({ resources }: Recording): Recorded[] =>
  resources.slice(resources.findIndex(({ type }) => type === "slipway:index:AmiPromotion"));

describe("AmiPromotion", () => {
  let whole: Recording;
  before(async () => {
    whole = await build();
  });

  it("Q6 has web servers behind the load balancer, and app servers that users never reach", () => {
    const web = whole.one(GROUP, "web").inputs;
    const app = whole.one(GROUP, "app").inputs;
    const target = whole.one("aws:lb/targetGroup:TargetGroup", "web");
    assert.equal(web.targetGroupArns.length, 1);
    assert.equal(target.inputs.healthCheck.path, "/health");
    assert.equal(web.healthCheckType, "ELB");
    assert.equal(app.targetGroupArns, undefined);
    const rule = whole.one("aws:lb/listenerRule:ListenerRule", "web").inputs;
    assert.deepEqual([rule.priority, rule.conditions], [100, [{ hostHeader: { values: ["uat.qbo.example.com"] } }]]);
    const entered = whole.all(INGRESS).map(({ inputs }) => [inputs.securityGroupId, inputs.fromPort, inputs.cidrIpv4]);
    assert.deepEqual(
      entered.filter(([group]) => group !== `${PREFIX}-alb-id`),
      [[`${PREFIX}-web-id`, 80, undefined]],
    );
  });

  it("Q7 names and tags every instance and volume from parameters", () => {
    const { tagSpecifications } = whole.one(TEMPLATE, "web").inputs;
    for (const { tags } of tagSpecifications) {
      assert.deepEqual([tags.Name, tags.Role, tags.Environment], [`${PREFIX}-web`, "web", "uat"]);
    }
    const tags = whole.one(GROUP, "web").inputs.tags as { key: string; value: string; propagateAtLaunch: boolean }[];
    assert.ok(tags.every(({ propagateAtLaunch }) => propagateAtLaunch));
    assert.equal(tags.find(({ key }) => key === "Role")!.value, "web");
  });

  it("G4 launches hardened instances: IMDSv2, no key pair, encrypted volumes", () => {
    for (const { inputs } of whole.all(TEMPLATE)) {
      assert.deepEqual(
        [inputs.metadataOptions.httpTokens, inputs.metadataOptions.httpPutResponseHopLimit],
        ["required", 1],
      );
      assert.equal(inputs.blockDeviceMappings[0].ebs.encrypted, "true");
      assert.equal(inputs.keyName, undefined);
    }
  });

  it("Q8 leaves template version, image and number of instances to promotion and load", () => {
    for (const name of ["web", "app"]) {
      const group = whole.one(GROUP, name);
      assert.deepEqual(group.ignoreChanges, ["launchTemplate", "desiredCapacity", "initialLifecycleHooks"]);
      assert.match(group.inputs.launchTemplate.version as string, /^\d+$/);
      assert.equal(group.inputs.instanceRefresh, undefined, "the provider would start a refresh of its own");
      assert.deepEqual(whole.one(TEMPLATE, name).ignoreChanges, ["imageId"]);
    }
    for (const name of ["image", "previous-image"]) {
      const parameter = whole.one("aws:ssm/parameter:Parameter", `uat-${name}`);
      assert.ok(parameter.ignoreChanges.includes("value"));
      // Of the data type for images SSM tells success before it has looked.
      assert.equal(parameter.inputs.dataType, undefined);
    }
  });

  it("Q8 holds new instances back until they say that they are ready, and lets old ones finish", () => {
    const hooks = [
      {
        name: "ready",
        lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
        heartbeatTimeout: 900,
        defaultResult: "ABANDON",
      },
      {
        name: "drain",
        lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
        heartbeatTimeout: 300,
        defaultResult: "CONTINUE",
      },
    ];
    assert.deepEqual(whole.one(GROUP, "web").inputs.initialLifecycleHooks, hooks);
    // Those that a group is made with, AWS never changes; these it does.
    for (const hook of hooks) {
      const { inputs } = whole.one("aws:autoscaling/lifecycleHook:LifecycleHook", `web-${hook.name}`);
      assert.deepEqual({ ...hook, ...inputs }, inputs);
    }
    const { Statement } = whole.one(POLICY, "uat-web").inputs.policy;
    assert.match(Statement[0].Resource as string, new RegExp(`autoScalingGroupName/${PREFIX}-web$`));
  });

  it("waits for the first instances and for the last as long as they may take", () => {
    const web = whole.one(GROUP, "web");
    // 900 s to be ready, 120 s to warm up; 300 s to finish, 60 s to leave the load balancer; 10 min besides.
    assert.deepEqual([web.inputs.waitForCapacityTimeout, web.timeouts.delete], ["27m", "16m"]);
    const app = whole.one(GROUP, "app");
    assert.deepEqual([app.inputs.waitForCapacityTimeout, app.timeouts.delete], ["12m", "10m"]);
  });

  it("scales by CPU and by requests, where asked", () => {
    const policies = whole.all("aws:autoscaling/policy:Policy").map(({ name }) => name);
    assert.deepEqual(policies, [`${PREFIX}-web-cpu`, `${PREFIX}-web-requests`]);
  });

  it("takes further fleets as data", async () => {
    const { fleets } = promotionArgs();
    const more = { ...fleets[1]!, name: "reports" };
    const recording = await build({ fleets: [...fleets, more] });
    assert.equal(recording.all(GROUP).length, 3);
    const definition = JSON.parse(recording.one("aws:sfn/stateMachine:StateMachine").inputs.definition as string);
    assert.deepEqual(
      definition.States["Replace the fleets"].Items.map(({ name }: { name: string }) => name),
      ["web", "app", "reports"],
    );
  });

  it("Q12 lets CloudWatch use the promotion's key for its own log group alone, and the delivery of the history read", () => {
    const key = whole.one("aws:kms/key:Key", "uat-promotion").inputs;
    const [, logs, delivery] = JSON.parse(key.policy as string).Statement;
    assert.equal(logs.Principal.Service, "logs.us-west-2.amazonaws.com");
    assert.match(
      logs.Condition.ArnEquals["kms:EncryptionContext:aws:logs:arn"] as string,
      new RegExp(`:log-group:/aws/vendedlogs/states/${PREFIX}-promotion$`),
    );
    assert.deepEqual([delivery.Principal.Service, delivery.Action], ["delivery.logs.amazonaws.com", "kms:Decrypt*"]);
  });

  it("Q12 defines a valid state machine, logged, traced, encrypted, without data in the log", () => {
    const { inputs } = whole.one("aws:sfn/stateMachine:StateMachine");
    const result = asl(JSON.parse(inputs.definition as string));
    assert.deepEqual(result.errors, []);
    assert.equal(inputs.tracingConfiguration.enabled, true);
    assert.equal(inputs.encryptionConfiguration.type, "CUSTOMER_MANAGED_KMS_KEY");
    assert.deepEqual(
      [inputs.loggingConfiguration.level, inputs.loggingConfiguration.includeExecutionData],
      ["ALL", false],
    );
  });

  it("Q12 gives every task a time limit, and retries throttling alone where something is changed", () => {
    const definition = JSON.parse(whole.one("aws:sfn/stateMachine:StateMachine").inputs.definition as string);
    const tasks: [string, any][] = [];
    const collect = (states: Record<string, any>): void => {
      for (const [name, state] of Object.entries(states)) {
        if (state.Type === "Task") tasks.push([name, state]);
        if (state.ItemProcessor) collect(state.ItemProcessor.States as Record<string, any>);
      }
    };
    collect(definition.States as Record<string, any>);
    assert.ok(tasks.length > 30);
    for (const [name, { Resource, Retry, TimeoutSeconds }] of tasks) {
      assert.ok(TimeoutSeconds > 0, name);
      const retried = Retry[0].ErrorEquals as string[];
      const broad = retried.filter(
        (error) => !/Throttl|SlowDown|LimitExceeded|TooMany|ThroughputExceeded|429/.test(error),
      );
      assert.ok(broad.length === 0 || /:(describe|get|list)/.test(Resource as string), `${name}: ${broad.join(", ")}`);
    }
  });

  it("grants the promotion listed actions on its own things, `*` only where an action knows no resource", () => {
    for (const { name, inputs } of own(whole).filter(({ type }) => type === POLICY)) {
      for (const { Action, Resource } of inputs.policy.Statement) {
        const actions = [Action].flat() as string[];
        assert.ok(
          actions.every((action) => !action.includes("*")),
          name,
        );
        if (![Resource].flat().includes("*")) continue;
        for (const action of actions) assert.ok(action in WITHOUT_RESOURCE, `${name}: ${action}`);
      }
    }
    const { Statement } = whole.one(POLICY, "uat-promotion").inputs.policy;
    const pass = Statement.find(({ Action }: any) => Action === "iam:PassRole");
    assert.deepEqual(pass.Condition, { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } });
    assert.equal(pass.Resource.length, 2);
    const deregister = Statement.find(({ Action }: any) => [Action].flat().includes("ec2:DeregisterImage"));
    assert.deepEqual(deregister.Condition, { StringEquals: { "ec2:ResourceTag/PromotedBy": PREFIX } });
  });

  it("Q4 may use the source's key and its own to copy images, and only where it copies", async () => {
    const keysOf = (recording: Recording): string[] =>
      recording
        .one(POLICY, "uat-promotion")
        .inputs.policy.Statement.filter(({ Action }: any) => [Action].flat().includes("kms:CreateGrant"))
        .flatMap(({ Resource }: any) => Resource as string[]);
    assert.deepEqual(keysOf(whole), []);
    const from = "arn:aws:kms:eu-west-1:123456789012:key/2";
    const parameterName = "/acme/qbo/staging/image";
    const recording = await build({
      source: { kind: "environment", parameterName, keyArn: from, region: "eu-west-1" },
    });
    const to = recording.one("aws:kms/key:Key", "images");
    assert.deepEqual(keysOf(recording), [from, `arn:aws:kms:us-west-2:123456789012:${to.name}`]);
  });

  it("runs commands in the network, with secrets by reference and nothing to enter by", () => {
    const { inputs } = whole.one("aws:codebuild/project:Project");
    assert.deepEqual(inputs.vpcConfig.subnets, ["subnet-d7ad4ca1", "subnet-83a890da"]);
    const variables = inputs.environment.environmentVariables as { name: string; type: string; value: string }[];
    const secrets = variables.filter(({ type }) => type === "SECRETS_MANAGER").map(({ name }) => name);
    assert.deepEqual(secrets, ["SETUP_USERNAME", "SETUP_PASSWORD", "PGPASSWORD"]);
    const group = `${PREFIX}-commands-id`;
    assert.deepEqual(
      whole.all(INGRESS).filter(({ inputs: rule }) => rule.securityGroupId === group),
      [],
    );
  });

  it("keeps the commands' own files for ever, and what runs left for a year", () => {
    const { rules } = whole.one(
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "uat-commands",
    ).inputs;
    const expiring = rules.filter(({ expiration }: any) => expiration);
    assert.deepEqual(
      expiring.map(({ filter, expiration }: any) => [filter.prefix, expiration.days]),
      [["runs/", 365]],
    );
  });

  it("Q10 declares the tests' report for the run of the tests alone: no other writes one", () => {
    assert.equal(
      JSON.parse(whole.one("aws:codebuild/project:Project").inputs.source.buildspec as string).reports,
      undefined,
    );
    const { States } = JSON.parse(whole.one("aws:sfn/stateMachine:StateMachine").inputs.definition as string);
    const overrides = Object.entries<any>(States).filter(([, state]) => state.Arguments?.BuildspecOverride);
    assert.deepEqual(
      overrides.map(([name, { Arguments }]) => [
        name,
        JSON.parse(Arguments.BuildspecOverride as string).reports.tests.files,
      ]),
      [["Run the regression tests", ["report.xml"]]],
    );
  });

  it("Q11 lets the promotion read the secret of its own connection alone", () => {
    const { Statement } = whole.one(POLICY, "uat-promotion").inputs.policy;
    const read = Statement.find(({ Action }: any) => [Action].flat().includes("secretsmanager:GetSecretValue"));
    assert.match(read.Resource as string, new RegExp(`:secret:events!connection/${PREFIX}-monitoring/\\*$`));
  });

  it("Q11 tells the monitoring service of launches and terminations, with a queue for what it does not take", () => {
    const targets = whole.all("aws:cloudwatch/eventTarget:EventTarget");
    assert.deepEqual(
      targets.map(({ inputs }) => JSON.parse(inputs.inputTransformer.inputTemplate as string).event),
      ["launched", "terminated"],
    );
    for (const { inputs } of targets) assert.ok(inputs.deadLetterConfig.arn);
    const rule = whole.one("aws:cloudwatch/eventRule:EventRule", "launched").inputs;
    assert.deepEqual(JSON.parse(rule.eventPattern as string).detail.AutoScalingGroupName, [
      `${PREFIX}-web`,
      `${PREFIX}-app`,
    ]);
    const connection = whole.one("aws:cloudwatch/eventConnection:EventConnection");
    assert.ok(connection.secrets.includes("authParameters"));
    whole.one("aws:cloudwatch/metricAlarm:MetricAlarm", "uat-monitoring");
  });

  it("is registered whole, also where nothing is known yet", async () => {
    const preview = await build({}, true);
    for (const recording of [whole, preview]) {
      assert.ok(recording.one("slipway:index:AmiPromotion").registeredOutputs);
    }
    assert.equal(own(preview).length, own(whole).length);
  });
});
