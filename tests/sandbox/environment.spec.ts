import assert from "node:assert/strict";
import { everyEnvironment, type Settings } from "./support/everyStack";
import type { Facts } from "./support/readBack";

describe("what is in the account while a stack is up", () => {
  const zonesOf = (subnets: Facts["subnets"]["public"]) => subnets.map(({ zone }) => zone).sort();
  const hasInstances = ({ cluster }: Settings) => cluster.instances !== undefined;

  it("T1 a new network has its own range, and each tier a subnet in every zone, none of them shared", () =>
    everyEnvironment(
      ({ vpcCidr, subnets }, { network }) => {
        assert.ok(network.kind === "new");
        assert.equal(vpcCidr, network.cidr);
        for (const tier of [subnets.public, subnets.application, subnets.database]) {
          assert.deepEqual(zonesOf(tier), network.zones);
        }
        const all = [...subnets.public, ...subnets.application, ...subnets.database];
        assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
      },
      ({ network }) => network.kind === "new",
    ));

  it("T1 public subnets reach the internet directly, applications through NAT, databases only where they may", () =>
    everyEnvironment(
      ({ subnets, natGateways }, { network }) => {
        assert.ok(network.kind === "new");
        assert.equal(natGateways.length, { none: 0, single: 1, perZone: network.zones.length }[network.natGateways]);
        for (const { internet } of subnets.public) assert.match(internet ?? "", /^igw-/);
        for (const { internet } of subnets.application) assert.match(internet ?? "", /^nat-/);
        for (const { internet } of subnets.database) {
          if (network.databaseInternetAccess) assert.match(internet ?? "", /^nat-/);
          else assert.equal(internet, undefined);
        }
        const used = new Set(subnets.application.map(({ internet }) => internet));
        assert.deepEqual([...used].sort(), [...natGateways].sort());
      },
      ({ network }) => network.kind === "new",
    ));

  it("A1 an existing network is used as it is: the given VPC and subnets, nothing added", () =>
    everyEnvironment(
      ({ outputs, subnets, natGateways }, { network }) => {
        assert.ok(network.kind === "existing");
        assert.equal(outputs.vpcId, network.vpcId);
        assert.deepEqual(subnets.application.map(({ id }) => id).sort(), [...network.subnetIds].sort());
        assert.deepEqual(natGateways, []);
      },
      ({ network }) => network.kind === "existing",
    ));

  it("T2 the cluster runs on instances of the given size and number, behind its capacity provider", () =>
    everyEnvironment(({ cluster, instances, outputs }, settings) => {
      const { instanceType, minSize, maxSize } = settings.cluster.instances!;
      const { group, template } = instances!;
      assert.equal(cluster.status, "ACTIVE");
      assert.deepEqual(
        [...cluster.capacityProviders!].sort(),
        ["FARGATE", "FARGATE_SPOT", outputs.capacityProvider].sort(),
      );
      assert.deepEqual([group.MinSize, group.MaxSize], [minSize, maxSize]);
      assert.equal(template.InstanceType, instanceType);
      assert.deepEqual(group.VPCZoneIdentifier!.split(",").sort(), [...outputs.applicationSubnetIds].sort());
    }, hasInstances));

  it("T2 instances start from the image that AWS's parameter names for their processor", () =>
    everyEnvironment(({ instances, images }) => {
      const { template } = instances!;
      const isArm = /^[a-z]+\d+g/.test(template.InstanceType!);
      assert.equal(template.ImageId, isArm ? images.arm64 : images.x86_64);
      assert.notEqual(images.arm64, images.x86_64);
    }, hasInstances));

  it("T20 G4 instances take no SSH: IMDSv2 only, no key pair, encrypted disks, no way in", () =>
    everyEnvironment(({ instances, rules }) => {
      const { template } = instances!;
      assert.equal(template.MetadataOptions!.HttpTokens, "required");
      assert.equal(template.KeyName, undefined);
      assert.ok(template.BlockDeviceMappings!.every(({ Ebs }) => Ebs!.Encrypted));
      for (const rule of rules.instances!) assert.match(rule, /^out tcp 443 /);
    }, hasInstances));

  it("T3 the load balancer reaches services only, and only on their ports", () =>
    everyEnvironment(({ rules }, { services }) => {
      assert.deepEqual(
        rules.application.filter((rule) => rule.startsWith("in ")),
        [],
      );
      const outgoing = rules.loadBalancer.filter((rule) => rule.startsWith("out "));
      assert.deepEqual(
        outgoing.map((rule) => rule.replace(/ to sg-\w+$/, "")),
        services.flatMap(({ route }) => (route ? [`out tcp ${route.port}`] : [])).sort(),
      );
      assert.deepEqual(
        rules.loadBalancer.filter((rule) => rule.startsWith("in ")),
        ["in tcp 443 from 0.0.0.0/0", "in tcp 80 from 0.0.0.0/0"],
      );
    }));

  it("T3 T15 the load balancer serves HTTPS with a certificate and sends HTTP there", () =>
    everyEnvironment(({ listeners }, { loadBalancer }) => {
      const byPort = new Map(listeners.map((listener) => [listener.Port, listener]));
      assert.deepEqual([...byPort.keys()].sort(), [443, 80]);
      const https = byPort.get(443)!;
      assert.equal(https.Protocol, "HTTPS");
      assert.match(https.SslPolicy!, /TLS13/);
      const certificate = https.Certificates![0]!.CertificateArn!;
      if (loadBalancer!.certificateArn) assert.equal(certificate, loadBalancer!.certificateArn);
      else assert.match(certificate, /:certificate\//);
      const redirect = byPort.get(80)!.DefaultActions![0]!.RedirectConfig!;
      assert.deepEqual([redirect.Protocol, redirect.Port, redirect.StatusCode], ["HTTPS", "443", "HTTP_301"]);
    }));

  it("T4 T13 the topics are encrypted and have the subscriptions of the settings", () =>
    everyEnvironment(({ operations, build, outputs }, { notifications }) => {
      const emails = (addresses: string[]) => addresses.map((address) => `email ${address}`).sort();
      assert.deepEqual(
        operations.subscriptions.filter((one) => one.startsWith("email ")),
        emails(notifications.operations),
      );
      assert.deepEqual(build.subscriptions, emails(notifications.build));
      for (const { attributes } of [operations, build]) assert.match(attributes["KmsMasterKeyId"]!, /:key\//);
      assert.match(operations.attributes["Policy"]!, /cloudwatch\.amazonaws\.com/);
      assert.notEqual(outputs.operationsTopicArn, outputs.buildTopicArn);
    }));

  it("T4 alarms exist on load balancer, instances, NAT gateways and tasks, and every one publishes to the operations topic", () =>
    everyEnvironment(({ alarms, outputs, natGateways }, { cluster, services, couchDb }) => {
      const expected = [
        "AWS/ApplicationELB",
        ...(cluster.instances ? ["AWS/AutoScaling", "AWS/ECS/ManagedScaling"] : []),
        ...(natGateways.length ? ["AWS/NATGateway"] : []),
        ...(services.length ? ["AWS/ECS"] : []),
        ...(services.length && cluster.containerInsights !== "disabled" ? ["ECS/ContainerInsights"] : []),
        ...(couchDb ? ["AWS/EC2", "Slipway/CouchDb"] : []),
      ];
      assert.deepEqual([...new Set(alarms.flatMap(namespacesOf))].sort(), expected.sort());
      for (const { AlarmName, AlarmActions, ActionsEnabled } of alarms) {
        assert.ok(AlarmActions!.includes(outputs.operationsTopicArn), AlarmName);
        assert.equal(ActionsEnabled, true, AlarmName);
      }
    }));

  it("T5 health-check alarms are in us-east-1, and their topic there leads to the operations topic of any region", () =>
    everyEnvironment(
      ({ checkAlarms, checkTopics, forwarderTarget, outputs }, { healthChecks, region }) => {
        assert.equal(checkAlarms.length, healthChecks.length);
        for (const { AlarmArn, AlarmActions } of checkAlarms) {
          assert.match(AlarmArn!, /:us-east-1:/);
          assert.equal(AlarmActions!.length, 1);
          assert.match(AlarmActions![0]!, /:sns:us-east-1:/);
        }
        const topics = Object.entries(checkTopics);
        assert.equal(topics.length, 1);
        if (region === "us-east-1") return assert.equal(topics[0]![0], outputs.operationsTopicArn);
        assert.match(topics[0]![1].subscriptions.join(), /^lambda arn:[^,]*health-forwarder$/);
        assert.equal(forwarderTarget, outputs.operationsTopicArn);
      },
      ({ healthChecks }) => healthChecks.length > 0,
    ));

  it("T14 log groups are named by owner, project, environment, service, repository and branch, and end what they keep", () =>
    everyEnvironment(
      ({ logGroups }, { logRetentionDays, owner, project, network, cluster, services, couchDb }, prefix) => {
        assert.ok(prefix.startsWith(`${owner}-${project}-`));
        const names = logGroups.map(({ logGroupName }) => logGroupName!);
        const expected = [
          `${prefix}-ecs-exec`,
          ...(cluster.containerInsights === "disabled"
            ? []
            : [`/aws/ecs/containerinsights/${prefix}-cluster/performance`]),
          ...(network.kind === "new" ? [`${prefix}-flow-logs`] : []),
          ...(couchDb ? [`${prefix}-couchdb`] : []),
          ...services.map(({ name, source }) =>
            [prefix, name, ...(source ? [source.repository, source.branch] : [])].join("-"),
          ),
        ];
        assert.deepEqual(names.filter((name) => !/^\/aws\/(lambda|codebuild)\//.test(name)).sort(), expected.sort());
        for (const { logGroupName, retentionInDays } of logGroups)
          assert.equal(retentionInDays, logRetentionDays, logGroupName);
      },
    ));
});

/** The namespaces of the metrics that an alarm watches. */
function namespacesOf({ Namespace, Metrics = [] }: Facts["alarms"][number]): string[] {
  return Namespace ? [Namespace] : Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric?.Namespace ?? []);
}
