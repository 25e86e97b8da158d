import assert from "node:assert/strict";
import { Environment } from "../../components/environment";
import { INTERFACE_ENDPOINTS } from "../../components/environment/endpoints";
import type { EnvironmentArgs } from "../../components/environment/args";
import { record, type Recording } from "../support/recorder";
import { argsOf, contextOf } from "./environments";

const NAME = "buildit-twig-integration";
const build = (changes: Partial<EnvironmentArgs> = {}, preview = false): Promise<Recording> =>
  record(preview, () => new Environment(NAME, argsOf(changes)));

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

describe("Environment", () => {
  let whole: Recording;
  before(async () => {
    whole = await build();
  });

  describe("network", () => {
    it("T1 has a public, an application and a database subnet in each zone, in ranges of the given sizes", () => {
      const { inputs } = whole.one("awsx:ec2:Vpc");
      assert.equal(inputs.cidrBlock, "10.10.0.0/16");
      assert.deepEqual(inputs.availabilityZoneNames, ["us-west-2a", "us-west-2b"]);
      assert.deepEqual([inputs.subnetStrategy, inputs.availabilityZoneCidrMask], ["Auto", 18]);
      assert.deepEqual(inputs.subnetSpecs, [
        { name: "public", type: "Public", cidrMask: 24 },
        { name: "application", type: "Private", cidrMask: 20 },
        { name: "database", type: "Private", cidrMask: 24 },
      ]);
    });

    it("T1 tells application subnets from database subnets where both are private", async () => {
      const outputs: Record<string, unknown> = {};
      await record(false, () => {
        const { network } = new Environment(NAME, argsOf());
        network.applicationSubnetIds.apply((ids) => (outputs.application = ids));
        network.databaseSubnetIds.apply((ids) => (outputs.database = ids));
      });
      assert.deepEqual(outputs.application, ["subnet-application-us-west-2a", "subnet-application-us-west-2b"]);
      assert.deepEqual(outputs.database, ["subnet-database-us-west-2a", "subnet-database-us-west-2b"]);
    });

    it("isolates databases unless told otherwise", async () => {
      const { network } = argsOf();
      const recording = await build({ network: { ...network, databaseInternetAccess: false } as typeof network });
      assert.equal(recording.one("awsx:ec2:Vpc").inputs.subnetSpecs[2].type, "Isolated");
    });

    for (const [natGateways, strategy, gateways] of [
      ["none", "None", 0],
      ["single", "Single", 1],
      ["perZone", "OnePerAz", 2],
    ] as const) {
      it(`T1 natGateways ${natGateways} builds ${gateways} gateways, each with alarms`, async () => {
        const { network } = argsOf();
        const recording = await build({
          network: { ...network, natGateways, databaseInternetAccess: false } as typeof network,
        });
        assert.deepEqual(recording.one("awsx:ec2:Vpc").inputs.natGateways, { strategy });
        const watched = recording.all(ALARM).flatMap(({ inputs }) => inputs.dimensions.NatGatewayId ?? []);
        assert.deepEqual(new Set(watched), new Set(["nat-1", "nat-2"].slice(0, gateways)));
        assert.equal(watched.length, 2 * gateways);
      });
    }

    it("empties the default security group", () => {
      const { inputs } = whole.one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
      assert.equal(inputs.vpcId, "vpc-new");
      assert.equal(inputs.ingress, undefined);
      assert.equal(inputs.egress, undefined);
    });

    it("endpoints full covers ECS, ECR, logs, secrets and Session Manager; s3 is the gateway alone", async () => {
      const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
      const services = whole.all(ENDPOINT).map(({ inputs }) => inputs.serviceName as string);
      assert.deepEqual(
        services,
        ["s3", ...INTERFACE_ENDPOINTS].map((name) => `com.amazonaws.us-west-2.${name}`),
      );
      const { network } = argsOf();
      const s3 = await build({ network: { ...network, endpoints: "s3" } as typeof network });
      assert.equal(s3.one(ENDPOINT).inputs.vpcEndpointType, "Gateway");
      assert.deepEqual(s3.one(ENDPOINT).inputs.routeTableIds, ["rtb-1"]);
      const none = await build({ network: { ...network, endpoints: "none" } as typeof network });
      assert.deepEqual(none.all(ENDPOINT), []);
    });

    it("records flow logs in a group of their own that only their role writes to", () => {
      const flowLog = whole.one("aws:ec2/flowLog:FlowLog").inputs;
      assert.equal(flowLog.trafficType, "ALL");
      const policy = whole.one("aws:iam/rolePolicy:RolePolicy", "flow-logs").inputs.policy;
      assert.deepEqual(policy.Statement[0].Resource, [flowLog.logDestination, `${flowLog.logDestination}:*`]);
    });

    it("A1 runs in an existing VPC with two given subnets and creates no network", async () => {
      const recording = await build({
        network: { kind: "existing", vpcId: "vpc-4d4bec2b", subnetIds: ["subnet-d7ad4ca1", "subnet-83a890da"] },
      });
      for (const type of [
        "awsx:ec2:Vpc",
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "aws:ec2/flowLog:FlowLog",
      ]) {
        assert.deepEqual(recording.all(type), [], type);
      }
      const subnets = ["subnet-d7ad4ca1", "subnet-83a890da"];
      assert.deepEqual(recording.one("aws:lb/loadBalancer:LoadBalancer").inputs.subnets, subnets);
      assert.deepEqual(recording.one("aws:autoscaling/group:Group").inputs.vpcZoneIdentifiers, subnets);
      for (const group of recording.all("aws:ec2/securityGroup:SecurityGroup")) {
        assert.equal(group.inputs.vpcId, "vpc-4d4bec2b");
      }
    });
  });

  describe("security groups", () => {
    it("T3 lets nobody in but users of the load balancer: each service opens its own port", () => {
      const into = (group: string) =>
        whole
          .all(INGRESS)
          .filter(({ inputs }) => inputs.securityGroupId === `${NAME}-${group}-id`)
          .map(({ inputs }) => [inputs.referencedSecurityGroupId ?? inputs.cidrIpv4, inputs.fromPort, inputs.toPort]);
      assert.deepEqual(into("application"), []);
      assert.deepEqual(into("instances"), []);
      assert.deepEqual(into("alb"), [
        ["0.0.0.0/0", 443, 443],
        ["0.0.0.0/0", 80, 80],
      ]);
    });

    it("T3 lets the load balancer reach nothing before there is a service", () => {
      const leaving = whole.all(EGRESS).filter(({ inputs }) => inputs.securityGroupId === `${NAME}-alb-id`);
      assert.deepEqual(leaving, []);
    });

    it("T20 opens no SSH port and asks for no key pair: Session Manager is the way in", () => {
      for (const { inputs } of whole.all(INGRESS)) assert.ok(inputs.fromPort > 22 || inputs.toPort < 22);
      assert.equal(whole.one("aws:ec2/launchTemplate:LaunchTemplate").inputs.keyName, undefined);
      const attached = whole.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "instance-ssm").inputs;
      assert.equal(attached.policyArn, "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore");
    });

    it("describes every rule and writes none inline", () => {
      for (const rule of [...whole.all(INGRESS), ...whole.all(EGRESS)]) assert.ok(rule.inputs.description, rule.name);
      for (const { inputs } of whole.all("aws:ec2/securityGroup:SecurityGroup")) {
        assert.equal(inputs.ingress, undefined);
        assert.equal(inputs.egress, undefined);
      }
    });
  });

  it("A2 has a private namespace of its own for services that find each other", () => {
    const { name, vpc } = whole.one("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace").inputs;
    assert.deepEqual([name, vpc], [`${NAME}.internal`, "vpc-new"]);
  });

  describe("cluster", () => {
    it("T2 takes size, largest size and type as settings, and the image from AWS's parameter", () => {
      const group = whole.one("aws:autoscaling/group:Group").inputs;
      assert.deepEqual([group.minSize, group.maxSize, group.desiredCapacity], [1, 2, undefined]);
      const template = whole.one("aws:ec2/launchTemplate:LaunchTemplate").inputs;
      assert.equal(template.instanceType, "t3.small");
      assert.equal(template.imageId, "ami-00000000000000x86");
      assert.equal(group.launchTemplate.version, "7");
    });

    it("takes the arm64 image for Graviton types, and stays on a given image", async () => {
      const image = async (instances: object) => {
        const recording = await build({
          cluster: { instances: { instanceType: "m7g.large", minSize: 1, maxSize: 2, ...instances } },
        });
        return recording.one("aws:ec2/launchTemplate:LaunchTemplate").inputs.imageId as string;
      };
      assert.equal(await image({}), "ami-00000000000000arm");
      assert.equal(await image({ amiId: "ami-0123456789abcdef0" }), "ami-0123456789abcdef0");
    });

    it("G4 hardens instances: IMDSv2 without hops, encrypted volumes, no public address", () => {
      const { inputs } = whole.one("aws:ec2/launchTemplate:LaunchTemplate");
      assert.deepEqual(inputs.metadataOptions, {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
      });
      assert.equal(inputs.blockDeviceMappings[0].ebs.encrypted, "true");
      assert.equal(inputs.networkInterfaces, undefined);
      assert.match(Buffer.from(inputs.userData, "base64").toString(), /ECS_CLUSTER=buildit-twig-integration-cluster/);
    });

    it("T19 scales instances with the tasks, drains them, and replaces protected ones in a refresh", () => {
      const provider = whole.one("aws:ecs/capacityProvider:CapacityProvider").inputs.autoScalingGroupProvider;
      assert.equal(provider.managedScaling.status, "ENABLED");
      assert.equal(provider.managedDraining, "ENABLED");
      assert.equal(provider.managedTerminationProtection, "ENABLED");
      const group = whole.one("aws:autoscaling/group:Group").inputs;
      assert.equal(group.protectFromScaleIn, true);
      assert.deepEqual(group.instanceRefresh.preferences, {
        minHealthyPercentage: 100,
        maxHealthyPercentage: 200,
        scaleInProtectedInstances: "Refresh",
        skipMatching: true,
        alarmSpecification: {
          alarms: [whole.one("aws:cloudwatch/metricAlarm:MetricAlarm", "capacity-reservation").inputs.name],
        },
      });
    });

    it("T16 is destroyed in an order that cannot deadlock", () => {
      const waitsFor = (type: string, suffix: string) => whole.one(type, suffix).dependencies;
      assert.ok(waitsFor("aws:ec2/launchTemplate:LaunchTemplate", "instance").includes(`${NAME}-cluster`));
      assert.ok(waitsFor("aws:autoscaling/group:Group", "instances").includes(`${NAME}-instance`));
      assert.ok(waitsFor("aws:ecs/capacityProvider:CapacityProvider", "instances").includes(`${NAME}-instances`));
      const attachment = waitsFor("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "cluster");
      assert.ok(attachment.includes(`${NAME}-instances`) && attachment.includes(`${NAME}-cluster`));
      assert.equal(whole.one("aws:autoscaling/group:Group").inputs.forceDelete, true);
    });

    it("T19 tells when tasks wait for instances, and that the group is at its maximum only where it can grow", async () => {
      const alarm = whole.one(ALARM, "capacity-reservation").inputs;
      assert.deepEqual(
        [alarm.namespace, alarm.metricName, alarm.threshold],
        ["AWS/ECS/ManagedScaling", "CapacityProviderReservation", 100],
      );
      assert.equal(whole.one(ALARM, "instances-at-maximum").inputs.threshold, 2);
      const fixed = await build({ cluster: { instances: { instanceType: "t3.small", minSize: 2, maxSize: 2 } } });
      assert.ok(fixed.all(ALARM).every(({ name }) => !name.endsWith("instances-at-maximum")));
    });

    it("declares the tag that ECS adds to its groups, so that no update takes it away", () => {
      const tags = whole.one("aws:autoscaling/group:Group").inputs.tags as { key: string }[];
      assert.ok(tags.some(({ key }) => key === "AmazonECSManaged"));
    });

    it("has Fargate alone where no instances are asked for", async () => {
      const recording = await build({ cluster: {} });
      assert.deepEqual(recording.all("aws:autoscaling/group:Group"), []);
      const { inputs } = recording.one("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders");
      assert.deepEqual(inputs.capacityProviders, ["FARGATE", "FARGATE_SPOT"]);
      assert.equal(inputs.defaultCapacityProviderStrategies[0].capacityProvider, "FARGATE");
    });

    it("creates the log group of Container Insights before the cluster, with an end to what it keeps", () => {
      const group = whole.one("aws:cloudwatch/logGroup:LogGroup", "insights");
      assert.equal(group.inputs.name, `/aws/ecs/containerinsights/${NAME}-cluster/performance`);
      assert.equal(group.inputs.retentionInDays, 30);
      assert.ok(whole.one("aws:ecs/cluster:Cluster").dependencies.includes(group.name));
    });
  });

  describe("names, tags and protection", () => {
    it("T14 names log groups owner-project-environment-…", () => {
      const names = whole.all("aws:cloudwatch/logGroup:LogGroup").map(({ inputs }) => inputs.name as string);
      assert.deepEqual(names.filter((name) => !name.startsWith("/aws/")).sort(), [
        `${NAME}-ecs-exec`,
        `${NAME}-flow-logs`,
      ]);
      assert.equal(contextOf().name("app-twig-api-feature/login"), `${NAME}-app-twig-api-feature-login`);
    });

    it("protects and keeps buckets and keys outside development, and only there", async () => {
      const stateful = ["aws:s3/bucket:Bucket", "aws:kms/key:Key"];
      const staging = await build({ context: contextOf({ stage: "staging" }) });
      for (const { type, name, protect, retainOnDelete } of staging.resources) {
        assert.deepEqual([protect, retainOnDelete], Array(2).fill(stateful.includes(type)), name);
      }
      assert.equal(staging.one("aws:s3/bucket:Bucket").inputs.forceDestroy, false);
      assert.equal(staging.one("aws:lb/loadBalancer:LoadBalancer").inputs.enableDeletionProtection, true);
      for (const { name, protect, retainOnDelete } of whole.resources) {
        assert.deepEqual([protect, retainOnDelete], [false, false], name);
      }
    });

    it("says that its outputs are complete", () => {
      assert.ok(whole.one("slipway:index:Environment").registeredOutputs);
    });

    it("registers the same resources in preview, where outputs are unknown", async () => {
      const shape = ({ resources }: Recording) =>
        resources.map(({ type, name, parent }) => `${type} ${name} in ${parent}`).sort();
      assert.deepEqual(shape(await build({}, true)), shape(whole));
    });
  });
});
