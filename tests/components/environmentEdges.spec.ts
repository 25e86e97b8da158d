import assert from "node:assert/strict";
import { Environment } from "../../components/environment";
import type { EnvironmentArgs } from "../../components/environment/args";
import { record, type Recording } from "../support/recorder";
import { argsOf, contextOf } from "./environments";

const NAME = "buildit-twig-integration";
const build = (changes: Partial<EnvironmentArgs> = {}): Promise<Recording> =>
  record(false, () => new Environment(NAME, argsOf(changes)));

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const LISTENER = "aws:lb/listener:Listener";
const TOPIC = "aws:sns/topic:Topic";

describe("Environment's load balancer", () => {
  it("redirects HTTP, speaks TLS 1.2 and 1.3 with the issued certificate, and answers 404 by itself", async () => {
    const recording = await build();
    const http = recording.one(LISTENER, "http").inputs;
    assert.deepEqual(http.defaultActions[0].redirect, { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" });
    const https = recording.one(LISTENER, "https").inputs;
    assert.equal(https.sslPolicy, "ELBSecurityPolicy-TLS13-1-2-2021-06");
    assert.match(https.certificateArn, /-certificate$/);
    assert.equal(https.defaultActions[0].fixedResponse.statusCode, "404");
  });

  it("A7 proves each name once and points each at the load balancer", async () => {
    const recording = await build();
    const records = recording.all("aws:route53/record:Record").map(({ inputs }) => [inputs.type ?? "A", inputs.name]);
    assert.deepEqual(records.sort(), [
      ["A", "*.twig.buildit.tools"],
      ["A", "twig.buildit.tools"],
      ["CNAME", "_proof.twig.buildit.tools"],
    ]);
  });

  it("T15 uses a given certificate and issues none", async () => {
    const certificateArn = "arn:aws:acm:us-west-2:123456789012:certificate/1";
    const recording = await build({ loadBalancer: { certificateArn } });
    assert.equal(recording.one(LISTENER, "https").inputs.certificateArn, certificateArn);
    assert.deepEqual(recording.all("aws:acm/certificate:Certificate"), []);
  });

  it("speaks plain HTTP only where that is asked for", async () => {
    const recording = await build({ loadBalancer: { protocol: "http" } });
    assert.equal(recording.one(LISTENER).inputs.defaultActions[0].type, "fixed-response");
  });

  it("drops invalid headers, writes access logs to a private, versioned, encrypted, TLS-only bucket", async () => {
    const recording = await build();
    const balancer = recording.one("aws:lb/loadBalancer:LoadBalancer");
    assert.equal(balancer.inputs.dropInvalidHeaderFields, true);
    assert.deepEqual(balancer.inputs.accessLogs, { enabled: true, bucket: `${NAME}-access-logs-id` });
    assert.ok(balancer.dependencies.includes(`${NAME}-access-logs`));
    const block = recording.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs;
    for (const switchName of ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]) {
      assert.equal(block[switchName], true, switchName);
    }
    const [delivery, tls] = recording.one("aws:s3/bucketPolicy:BucketPolicy").inputs.policy.Statement;
    assert.deepEqual(delivery.Principal, { Service: "logdelivery.elasticloadbalancing.amazonaws.com" });
    assert.deepEqual(delivery.Condition, {
      ArnLike: { "aws:SourceArn": "arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/*" },
    });
    assert.deepEqual([tls.Effect, tls.Condition], ["Deny", { Bool: { "aws:SecureTransport": "false" } }]);
    const lifecycle = recording.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs;
    assert.equal(lifecycle.rules[0].expiration.days, 90);
  });

  it("puts the web ACL in front", async () => {
    const { inputs } = (await build()).one("aws:wafv2/webAclAssociation:WebAclAssociation");
    assert.match(inputs.resourceArn, /-alb$/);
  });
});

describe("Environment's notifications", () => {
  it("T4 T13 has an operations and a build topic, encrypted by a key that their publishers may use, with subscriptions", async () => {
    const recording = await build();
    const key = recording.one("aws:kms/key:Key", "topics");
    for (const [topic, address] of [
      ["operations", "ops@buildit.tools"],
      ["build", "build@buildit.tools"],
    ] as const) {
      const { inputs } = recording.one(TOPIC, topic);
      assert.match(inputs.kmsMasterKeyId, /-topics$/);
      const subscription = recording.one("aws:sns/topicSubscription:TopicSubscription", `${topic}-${address}`).inputs;
      assert.deepEqual([subscription.protocol, subscription.endpoint], ["email", address]);
      const [publishers, events, tls] = JSON.parse(
        recording.one("aws:sns/topicPolicy:TopicPolicy", topic).inputs.policy,
      ).Statement;
      assert.equal(publishers.Condition.StringEquals["aws:SourceAccount"], "123456789012");
      // EventBridge names no account: a condition would lose its messages.
      assert.deepEqual([events.Principal.Service, events.Condition], [["events.amazonaws.com"], undefined]);
      assert.equal(tls.Effect, "Deny");
    }
    assert.equal(key.inputs.enableKeyRotation, true);
    const services = JSON.parse(key.inputs.policy).Statement[1].Principal.Service as string[];
    assert.ok(services.includes("cloudwatch.amazonaws.com"));
    const { Principal, Condition } = JSON.parse(key.inputs.policy).Statement[2];
    assert.deepEqual([Principal.Service, Condition], [["events.amazonaws.com"], undefined]);
  });

  it("keeps the address of the incident service secret", async () => {
    const recording = await build({ notifications: { operationsWebhook: "https://events.example.com/token" } });
    const subscription = recording.one("aws:sns/topicSubscription:TopicSubscription", "operations-webhook");
    assert.equal(subscription.inputs.protocol, "https");
    assert.deepEqual(subscription.secrets, ["endpoint"]);
  });

  it("T4 every alarm publishes to a topic of its own region when it starts and when it is over", async () => {
    const recording = await build();
    const alarms = recording.all(ALARM);
    assert.equal(alarms.length, 11);
    for (const { name, inputs } of alarms) {
      const expected = inputs.region === "us-east-1" ? "health" : "operations";
      const arn = `arn:aws:sns:${inputs.region}:123456789012:${NAME}-${expected}`;
      assert.deepEqual([inputs.alarmActions, inputs.okActions], [[arn], [arn]], name);
    }
  });

  it("T5 health checks of an environment in another region alarm in us-east-1 and reach its operations topic", async () => {
    const recording = await build();
    const alarm = recording.one(ALARM, "health-web").inputs;
    assert.deepEqual(
      [alarm.region, alarm.metricName, alarm.namespace],
      ["us-east-1", "HealthCheckStatus", "AWS/Route53"],
    );
    assert.equal(recording.one(TOPIC, "health").inputs.region, "us-east-1");
    const forwarder = recording.one("aws:lambda/function:Function").inputs;
    assert.equal(forwarder.region, "us-east-1");
    assert.equal(
      forwarder.environment.variables.TARGET_TOPIC_ARN,
      `arn:aws:sns:us-west-2:123456789012:${NAME}-operations`,
    );
    const { Statement } = recording.one("aws:iam/rolePolicy:RolePolicy", "health-forwarder").inputs.policy;
    assert.deepEqual(Statement[0], {
      Effect: "Allow",
      Action: "sns:Publish",
      Resource: `arn:aws:sns:us-west-2:123456789012:${NAME}-operations`,
    });
  });

  it("T5 in us-east-1 itself the alarms publish to the operations topic, without a forwarder", async () => {
    const recording = await build({
      context: contextOf({ region: "us-east-1" }),
      loadBalancer: { protocol: "http" },
      network: { kind: "existing", vpcId: "vpc-4d4bec2b", subnetIds: ["subnet-d7ad4ca1", "subnet-83a890da"] },
    });
    assert.deepEqual(recording.all("aws:lambda/function:Function"), []);
    assert.match(recording.one(ALARM, "health-web").inputs.alarmActions[0], /-operations$/);
  });

  it("G2 a health check may ask for a text", async () => {
    const recording = await build({
      healthChecks: [{ name: "web", domain: "twig.buildit.tools", expectedText: "ok", protocol: "http" }],
    });
    const { inputs } = recording.one("aws:route53/healthCheck:HealthCheck");
    assert.deepEqual([inputs.type, inputs.searchString, inputs.port], ["HTTP_STR_MATCH", "ok", 80]);
  });
});
