import assert from "node:assert/strict";
import { API, recordService, routeOf } from "./services";
import type { DeploymentArgs } from "../../../components/ecsService/deploymentArgs";

const GROUP = "aws:lb/targetGroup:TargetGroup";
const RULE = "aws:lb/listenerRule:ListenerRule";
const RECORD = "aws:route53/record:Record";
const ARN = `arn:aws:lb:us-west-2:123456789012:${API}`;

const canary: DeploymentArgs = {
  strategy: "canary",
  canaryPercent: 10,
  testTraffic: { priority: 50, header: "x-version", value: "next" },
};

describe("Traffic of a service", () => {
  it("T9 G4 asks the application's own health check, with defaults that find out in half a minute", async () => {
    const { inputs } = (await recordService({ route: routeOf() })).one(GROUP);
    assert.deepEqual(
      { ...inputs, tags: undefined },
      {
        namePrefix: "twiga-",
        targetType: "ip",
        protocol: "HTTP",
        // Tasks are registered with their own; another here would replace the group.
        port: 80,
        vpcId: "vpc-4d4bec2b",
        deregistrationDelay: 30,
        slowStart: 0,
        healthCheck: {
          enabled: true,
          protocol: "HTTP",
          port: "traffic-port",
          path: "/ping",
          matcher: "200",
          interval: 15,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
        region: "us-west-2",
        tags: undefined,
      },
    );
  });

  it("G2 keeps every value of a health check that is given, and the defaults of the others", async () => {
    const route = routeOf({
      healthCheck: { path: "/", matcher: "200-299", intervalSeconds: 30, gracePeriodSeconds: 0 },
      deregistrationDelaySeconds: 0,
      slowStartSeconds: 60,
    });
    const recording = await recordService({ route });
    const { inputs } = recording.one(GROUP);
    assert.deepEqual([inputs.deregistrationDelay, inputs.slowStart], [0, 60]);
    const { path, matcher, interval, timeout } = inputs.healthCheck;
    assert.deepEqual([path, matcher, interval, timeout], ["/", "200-299", 30, 5]);
    assert.equal(recording.one("aws:ecs/service:Service").inputs.healthCheckGracePeriodSeconds, 0);
  });

  it("names target groups by six characters at most, so that each can be replaced", async () => {
    for (const [name, prefix] of [
      ["api", "api-"],
      ["a-b-c-d-e-f", "abcde-"],
    ] as const) {
      const { inputs } = (await recordService({ name, route: routeOf() })).one(GROUP);
      assert.equal(inputs.namePrefix, prefix);
      assert.equal(inputs.name, undefined);
    }
  });

  it("T9 T10 leads the route's hosts and paths to the service, at the route's priority", async () => {
    const recording = await recordService({ route: routeOf({ paths: ["/api/*", "/v2/*"] }) });
    const { inputs, ignoreChanges } = recording.one(RULE);
    assert.equal(inputs.listenerArn, "arn:aws:lb:us-west-2:123456789012:buildit-twig-integration-https");
    assert.equal(inputs.priority, 100);
    assert.deepEqual(inputs.conditions, [
      { hostHeader: { values: ["twig.buildit.tools"] } },
      { pathPattern: { values: ["/api/*", "/v2/*"] } },
    ]);
    assert.deepEqual(inputs.actions, [{ type: "forward", targetGroupArn: `${ARN}-primary` }]);
    assert.deepEqual(ignoreChanges, []);
  });

  it("leaves out the condition that the route does not have", async () => {
    const conditions = async (changes: object) =>
      (await recordService({ route: routeOf(changes) })).one(RULE).inputs.conditions as unknown;
    assert.deepEqual(await conditions({ paths: [] }), [{ hostHeader: { values: ["twig.buildit.tools"] } }]);
    assert.deepEqual(await conditions({ hosts: [], paths: ["/*"] }), [{ pathPattern: { values: ["/*"] } }]);
  });

  it("G3 weighs two groups on both rules before the first deployment, and leaves the weights to ECS then", async () => {
    const recording = await recordService({ route: routeOf({ paths: ["/api/*"] }), deployment: canary });
    assert.deepEqual(
      recording
        .all(GROUP)
        .map(({ name }) => name)
        .sort(),
      [`${API}-alternate`, `${API}-primary`],
    );
    const [alternate, primary] = ["alternate", "primary"].map((place) => recording.one(GROUP, place).inputs);
    assert.deepEqual({ ...alternate, tags: undefined }, { ...primary, tags: undefined });
    for (const part of ["twig-api-route", "test-route"]) {
      const rule = recording.one(RULE, part);
      assert.deepEqual(rule.ignoreChanges, ["actions"], part);
      assert.deepEqual(rule.inputs.actions, [
        {
          type: "forward",
          forward: {
            targetGroups: [
              { arn: `${ARN}-primary`, weight: 1 },
              { arn: `${ARN}-alternate`, weight: 0 },
            ],
          },
        },
      ]);
    }
    const test = recording.one(RULE, "test-route").inputs;
    assert.equal(test.priority, 50);
    assert.deepEqual(test.conditions, [
      { hostHeader: { values: ["twig.buildit.tools"] } },
      { pathPattern: { values: ["/api/*"] } },
      { httpHeader: { httpHeaderName: "x-version", values: ["next"] } },
    ]);
    const names = [`${API}-route`, `${API}-test-route`];
    const { dependencies } = recording.one("aws:ecs/service:Service");
    assert.deepEqual(dependencies.filter((name) => names.includes(name)).sort(), names);
  });

  it("has one group and one rule of the same names whatever the strategy, and no second unless it is used", async () => {
    const names = async (deployment: DeploymentArgs) => {
      const recording = await recordService({ route: routeOf(), deployment });
      return [...recording.all(GROUP), ...recording.all(RULE)].map(({ name }) => name.slice(API.length + 1)).sort();
    };
    assert.deepEqual(await names({ strategy: "rolling" }), ["primary", "route"]);
    assert.deepEqual(await names({ strategy: "blueGreen" }), ["alternate", "primary", "route"]);
    assert.deepEqual(await names({ strategy: "linear", stepPercent: 20 }), ["alternate", "primary", "route"]);
    assert.deepEqual(await names(canary), ["alternate", "primary", "route", "test-route"]);
  });

  it("A7 points the hosts at the load balancer in the zone that is named, and only there", async () => {
    const hosts = ["api.twig.buildit.tools", "*.api.twig.buildit.tools"];
    const recording = await recordService({ route: routeOf({ hosts, hostedZone: "buildit.tools" }) });
    assert.deepEqual(
      recording.all(RECORD).map(({ inputs }) => inputs),
      hosts.map((name) => ({
        zoneId: "Z-buildit.tools",
        name,
        type: "A",
        aliases: [
          { name: "buildit-twig-integration-alb.elb.amazonaws.com", zoneId: "ZALB", evaluateTargetHealth: true },
        ],
      })),
    );
    assert.deepEqual((await recordService({ route: routeOf() })).all(RECORD), []);
  });

  it("takes a zone by its id where its name is ambiguous", async () => {
    const route = routeOf({ hosts: ["api.twig.buildit.tools"], hostedZone: "Z2ABCDEFGHIJKL" });
    assert.equal((await recordService({ route })).one(RECORD).inputs.zoneId, "Z2ABCDEFGHIJKL");
  });

  it("has no traffic without a route", async () => {
    const recording = await recordService();
    assert.deepEqual([...recording.all(GROUP), ...recording.all(RULE)], []);
    const { inputs } = recording.one("aws:ecs/service:Service");
    assert.deepEqual([inputs.loadBalancers, inputs.healthCheckGracePeriodSeconds], [undefined, undefined]);
  });
});
