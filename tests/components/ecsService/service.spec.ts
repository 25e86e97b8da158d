import assert from "node:assert/strict";
import type { EcsServiceArgs } from "../../../components/ecsService/args";
import { API, ENVIRONMENT, recordService, routeOf, scalingOf, type ServiceOptions } from "./services";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

const fargate: ServiceOptions = { environment: { cluster: {} } };

async function serviceOf(changes: Partial<EcsServiceArgs> = {}, options: ServiceOptions = {}) {
  return (await recordService(changes, options)).one("aws:ecs/service:Service");
}

describe("ECS service", () => {
  it("T9 T11 runs the task as often as wanted, in the application's subnets, without public addresses", async () => {
    const { inputs } = await serviceOf({ desiredCount: 3 });
    assert.equal(inputs.desiredCount, 3);
    assert.equal(inputs.name, undefined);
    assert.deepEqual(inputs.networkConfiguration, {
      subnets: ["subnet-d7ad4ca1", "subnet-83a890da"],
      securityGroups: [`${API}-tasks-id`, `${ENVIRONMENT}-application-id`],
      assignPublicIp: false,
    });
    assert.deepEqual(inputs.deploymentController, { type: "ECS" });
    assert.deepEqual([inputs.propagateTags, inputs.enableEcsManagedTags], ["SERVICE", true]);
  });

  it("T11 begins with one task, or with the fewest that scaling allows", async () => {
    assert.equal((await serviceOf()).inputs.desiredCount, 1);
    assert.equal((await serviceOf({ scaling: scalingOf({ min: 2 }) })).inputs.desiredCount, 2);
    assert.equal((await serviceOf({ scaling: scalingOf(), desiredCount: 3 })).inputs.desiredCount, 3);
  });

  it("T19 leaves the number of tasks to scaling, and the image to its owner", async () => {
    assert.deepEqual((await serviceOf()).ignoreChanges, []);
    assert.deepEqual((await serviceOf({ scaling: scalingOf() })).ignoreChanges, ["desiredCount"]);
    const both = await serviceOf({ scaling: scalingOf(), imageOwner: "pipeline" });
    assert.deepEqual(both.ignoreChanges, ["desiredCount", "taskDefinition"]);
    assert.deepEqual((await serviceOf({ imageOwner: "program" })).ignoreChanges, []);
  });

  it("has the same name whoever owns image and number", async () => {
    const changes = { scaling: scalingOf(), imageOwner: "pipeline" } as const;
    assert.deepEqual([(await serviceOf()).name, (await serviceOf(changes)).name], [API, API]);
  });

  it("opens shells only where that is asked for", async () => {
    assert.equal((await serviceOf()).inputs.enableExecuteCommand, false);
    const containers = [{ name: "web", image: "twig:1", ports: [3000], writableRoot: true }];
    assert.equal((await serviceOf({ exec: true, containers })).inputs.enableExecuteCommand, true);
  });

  it("waits for what its tasks need, and goes before it", async () => {
    const { dependencies } = await serviceOf({ route: routeOf() });
    for (const name of [`${ENVIRONMENT}-cluster`, `${API}-task`, `${API}-route`, `${API}-primary-errors`]) {
      assert.ok(dependencies.includes(name), name);
    }
  });

  describe("capacity", () => {
    it("is always explicit: the cluster's instances, or Fargate where it has none", async () => {
      const onInstances = (await serviceOf()).inputs;
      const capacityProvider = `${ENVIRONMENT}-instances-1a2b3c4`;
      assert.deepEqual(onInstances.capacityProviderStrategies, [{ capacityProvider, weight: 1, base: 0 }]);
      assert.equal(onInstances.launchType, undefined);
      const onFargate = (await serviceOf({}, fargate)).inputs;
      const strategy = [{ capacityProvider: "FARGATE", weight: 1, base: 0 }];
      assert.deepEqual(onFargate.capacityProviderStrategies, strategy);
    });

    it("mixes Fargate and Fargate Spot by base and weight", async () => {
      const capacity = [{ provider: "fargate", base: 2 } as const, { provider: "fargateSpot", weight: 3 } as const];
      assert.deepEqual((await serviceOf({ capacity })).inputs.capacityProviderStrategies, [
        { capacityProvider: "FARGATE", weight: 1, base: 2 },
        { capacityProvider: "FARGATE_SPOT", weight: 3, base: 0 },
      ]);
    });

    it("spreads tasks over the zones' instances, then fills as few as possible; Fargate places by itself", async () => {
      assert.deepEqual((await serviceOf()).inputs.orderedPlacementStrategies, [
        { type: "spread", field: "attribute:ecs.availability-zone" },
        { type: "binpack", field: "memory" },
      ]);
      assert.equal((await serviceOf({}, fargate)).inputs.orderedPlacementStrategies, undefined);
    });

    it("T16 is attached to the cluster before the service exists, and until it is gone, on Fargate as well", async () => {
      const attachment = `${ENVIRONMENT}-cluster`;
      assert.ok((await serviceOf({}, fargate)).dependencies.includes(attachment));
    });
  });

  describe("security groups", () => {
    it("T3 admit the load balancer on the route's port alone, and nobody without a route", async () => {
      const recording = await recordService({ route: routeOf() });
      const ingress = recording.one(INGRESS).inputs;
      assert.deepEqual(
        [ingress.securityGroupId, ingress.referencedSecurityGroupId, ingress.fromPort, ingress.toPort],
        [`${API}-tasks-id`, `${ENVIRONMENT}-alb-id`, 3000, 3000],
      );
      const egress = recording.one(EGRESS).inputs;
      assert.deepEqual(
        [egress.securityGroupId, egress.referencedSecurityGroupId, egress.fromPort],
        [`${ENVIRONMENT}-alb-id`, `${API}-tasks-id`, 3000],
      );
      assert.deepEqual([ingress.description, egress.description], ["TCP 3000 from alb", "TCP 3000 to twig-api"]);
      assert.deepEqual((await recordService()).all(INGRESS), []);
    });

    it("A2 admit each service that connects, on the port at which this one is found", async () => {
      const recording = await recordService({}, { servers: [mysql] });
      const server = `${ENVIRONMENT}-mysql-tasks-id`;
      const ingress = recording.one(INGRESS).inputs;
      const egress = recording.one(EGRESS).inputs;
      assert.deepEqual(
        [ingress.securityGroupId, ingress.referencedSecurityGroupId, ingress.fromPort, ingress.description],
        [server, `${API}-tasks-id`, 3306, "TCP 3306 from twig-api"],
      );
      assert.deepEqual(
        [egress.securityGroupId, egress.referencedSecurityGroupId, egress.fromPort, egress.description],
        [`${API}-tasks-id`, server, 3306, "TCP 3306 to mysql"],
      );
    });
  });

  describe("discovery", () => {
    it("A2 by DNS lists every healthy task under the service's name", async () => {
      const recording = await recordService({ ...mysql, name: "twig-api" });
      const registry = recording.one("aws:servicediscovery/service:Service").inputs;
      assert.deepEqual([registry.name, registry.forceDestroy], ["twig-api", true]);
      assert.deepEqual(registry.dnsConfig, {
        namespaceId: `${ENVIRONMENT}-services-id`,
        dnsRecords: [{ type: "A", ttl: 10 }],
        routingPolicy: "MULTIVALUE",
      });
      assert.deepEqual(registry.healthCheckCustomConfig, { failureThreshold: 1 });
      const { inputs } = recording.one("aws:ecs/service:Service");
      const registryArn = `arn:aws:servicediscovery:us-west-2:123456789012:${API}-discovery`;
      assert.deepEqual(inputs.serviceRegistries, { registryArn });
      assert.equal(inputs.serviceConnectConfiguration, undefined);
    });

    it("A2 by Service Connect has a proxy that is found by name and port, and logs to the service's group", async () => {
      const recording = await recordService({ discovery: { via: "serviceConnect", port: 3000 } });
      assert.deepEqual(recording.all("aws:servicediscovery/service:Service"), []);
      const { inputs } = recording.one("aws:ecs/service:Service");
      assert.equal(inputs.serviceRegistries, undefined);
      assert.deepEqual(inputs.serviceConnectConfiguration, {
        enabled: true,
        namespace: `arn:aws:servicediscovery:us-west-2:123456789012:${ENVIRONMENT}-services`,
        services: [
          {
            portName: "tcp-3000",
            discoveryName: "twig-api",
            clientAlias: [{ dnsName: `twig-api.${ENVIRONMENT}.internal`, port: 3000 }],
          },
        ],
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": API,
            "awslogs-region": "us-west-2",
            "awslogs-stream-prefix": "service-connect",
            mode: "non-blocking",
            "max-buffer-size": "25m",
          },
        },
      });
      const [container] = JSON.parse(
        recording.one("aws:ecs/taskDefinition:TaskDefinition").inputs.containerDefinitions,
      );
      assert.equal(container.portMappings[0].name, "tcp-3000");
      assert.equal(container.portMappings[0].appProtocol, undefined);
    });

    it("tells the proxies what they may understand", async () => {
      const recording = await recordService({ discovery: { via: "serviceConnect", port: 3000, protocol: "http" } });
      const { containerDefinitions } = recording.one("aws:ecs/taskDefinition:TaskDefinition").inputs;
      assert.equal(JSON.parse(containerDefinitions)[0].portMappings[0].appProtocol, "http");
    });

    it("starts new tasks, whose proxies know the new server, when a connection is added", async () => {
      const labelsWith = async (...servers: Partial<EcsServiceArgs>[]) => {
        const tasks = (await recordService({}, { servers })).all("aws:ecs/taskDefinition:TaskDefinition");
        return JSON.parse(tasks.find(({ name }) => name === `${API}-task`)!.inputs.containerDefinitions)[0]
          .dockerLabels;
      };
      const proxied = { ...mysql, discovery: { via: "serviceConnect", port: 3306 } as const };
      assert.deepEqual(await labelsWith(proxied), { "connects-to": "mysql" });
      assert.equal(await labelsWith(mysql), undefined);
    });

    it("gives clients of Service Connect a proxy that offers nothing, and clients of DNS none", async () => {
      const server = { ...mysql, discovery: { via: "serviceConnect", port: 3306 } as const };
      const client = (await serviceOf({}, { servers: [server] })).inputs.serviceConnectConfiguration;
      assert.deepEqual([client.enabled, client.services], [true, undefined]);
      assert.equal((await serviceOf({}, { servers: [mysql] })).inputs.serviceConnectConfiguration, undefined);
    });

    it("starts clients after the services that they connect to", async () => {
      assert.ok((await serviceOf({}, { servers: [mysql] })).dependencies.includes(`${ENVIRONMENT}-mysql`));
    });
  });
});

const mysql: Partial<EcsServiceArgs> = {
  name: "mysql",
  containers: [{ name: "mysql", image: "mysql:8.4", ports: [3306] }],
  discovery: { via: "dns", port: 3306 },
};
