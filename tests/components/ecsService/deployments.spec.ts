import assert from "node:assert/strict";
import type { DeploymentArgs } from "../../../components/ecsService/deploymentArgs";
import { waitingMinutes } from "../../../components/ecsService/deployment/strategy";
import { API, ENVIRONMENT, recordService, routeOf } from "./services";

const ROLE = "aws:iam/role:Role";
const SERVICE = "aws:ecs/service:Service";
const EVENT = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const arn = (service: string, name: string): string => `arn:aws:${service}:us-west-2:123456789012:${name}`;

const testTraffic = { priority: 50, header: "x-version", value: "next" };

async function serviceWith(deployment?: DeploymentArgs, route = routeOf()) {
  return (await recordService({ route, ...(deployment && { deployment }) })).one(SERVICE);
}

describe("Deployments of a service", () => {
  it("roll by default, with a circuit breaker and alarms that roll back", async () => {
    const { inputs } = await serviceWith();
    assert.deepEqual(inputs.deploymentConfiguration, { strategy: "ROLLING" });
    assert.deepEqual(inputs.deploymentCircuitBreaker, { enable: true, rollback: true });
    assert.deepEqual([inputs.deploymentMinimumHealthyPercent, inputs.deploymentMaximumPercent], [100, 200]);
    assert.deepEqual(inputs.alarms, {
      enable: true,
      rollback: true,
      alarmNames: ["errors", "latency", "unhealthy"].map((part) => `${API}-primary-${part}`),
    });
  });

  it("have no alarms to roll back by where nobody asks for anything", async () => {
    assert.equal((await recordService()).one(SERVICE).inputs.alarms, undefined);
  });

  it("A2 never run two versions together where that is asked for: no zone balance, no second service", async () => {
    const alone = { strategy: "rolling", minimumHealthyPercent: 0, maximumPercent: 100 } as const;
    const { inputs, deleteBeforeReplace } = (await recordService({ deployment: alone })).one(SERVICE);
    assert.deepEqual([inputs.deploymentMinimumHealthyPercent, inputs.deploymentMaximumPercent], [0, 100]);
    assert.equal(inputs.availabilityZoneRebalancing, "DISABLED");
    assert.equal(deleteBeforeReplace, true);
    const usual = await serviceWith();
    assert.deepEqual([usual.inputs.availabilityZoneRebalancing, usual.deleteBeforeReplace], ["ENABLED", false]);
  });

  it("G3 move all traffic at once after blue/green's new tasks are well", async () => {
    const { inputs } = await serviceWith({ strategy: "blueGreen", bakeMinutes: 15 });
    assert.deepEqual(inputs.deploymentConfiguration, { strategy: "BLUE_GREEN", bakeTimeInMinutes: "15" });
    assert.equal(inputs.deploymentCircuitBreaker, undefined);
    assert.equal(inputs.alarms.alarmNames.length, 6);
  });

  it("G3 move a part of the traffic first, with every default written out", async () => {
    const { inputs } = await serviceWith({ strategy: "canary", canaryPercent: 2.5 });
    assert.deepEqual(inputs.deploymentConfiguration, {
      strategy: "CANARY",
      bakeTimeInMinutes: "5",
      canaryConfiguration: { canaryPercent: 2.5, canaryBakeTimeInMinutes: "10" },
    });
  });

  it("G3 move the traffic in steps", async () => {
    const { inputs } = await serviceWith({ strategy: "linear", stepPercent: 20, stepBakeMinutes: 2 });
    assert.deepEqual(inputs.deploymentConfiguration, {
      strategy: "LINEAR",
      bakeTimeInMinutes: "5",
      linearConfiguration: { stepPercent: 20, stepBakeTimeInMinutes: "2" },
    });
  });

  it("G3 know both target groups, the rules and the role that moves the traffic", async () => {
    const recording = await recordService({ route: routeOf(), deployment: { strategy: "blueGreen", testTraffic } });
    const { inputs, dependencies } = recording.one(SERVICE);
    assert.deepEqual(inputs.loadBalancers, [
      {
        targetGroupArn: arn("lb", `${API}-primary`),
        containerName: "web",
        containerPort: 3000,
        advancedConfiguration: {
          alternateTargetGroupArn: arn("lb", `${API}-alternate`),
          productionListenerRule: arn("lb", `${API}-route`),
          testListenerRule: arn("lb", `${API}-test-route`),
          roleArn: arn("iam", `${API}-deployment`),
        },
      },
    ]);
    assert.ok(dependencies.includes(`${API}-deployment`));
    const rolling = (await serviceWith()).inputs.loadBalancers;
    assert.deepEqual(Object.keys(rolling[0]).sort(), ["containerName", "containerPort", "targetGroupArn"]);
  });

  it("register the container that has the route's port", async () => {
    const containers = [
      { name: "proxy", image: "envoy:1", ports: [8080] },
      { name: "web", image: "twig:1", ports: [3000, 3001] },
    ];
    const { inputs } = (await recordService({ containers, route: routeOf({ port: 3001 }) })).one(SERVICE);
    assert.deepEqual([inputs.loadBalancers[0].containerName, inputs.loadBalancers[0].containerPort], ["web", 3001]);
  });

  it("G4 may move the traffic of this service alone", async () => {
    const recording = await recordService({ route: routeOf(), deployment: { strategy: "blueGreen", testTraffic } });
    const role = recording.one(ROLE, "deployment").inputs;
    assert.equal(role.name, `${API}-deployment`);
    assert.deepEqual(role.assumeRolePolicy.Statement, [
      { Effect: "Allow", Principal: { Service: "ecs.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
    assert.deepEqual(recording.one("aws:iam/rolePolicy:RolePolicy", "deployment").inputs.policy.Statement, [
      {
        Sid: "FindResources",
        Effect: "Allow",
        Action: [
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeRules",
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTargetHealth",
        ],
        Resource: "*",
      },
      {
        Sid: "RegisterTasks",
        Effect: "Allow",
        Action: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
        Resource: [arn("lb", `${API}-primary`), arn("lb", `${API}-alternate`)],
      },
      {
        Sid: "MoveTraffic",
        Effect: "Allow",
        Action: "elasticloadbalancing:ModifyRule",
        Resource: [arn("lb", `${API}-route`), arn("lb", `${API}-test-route`)],
      },
    ]);
    const rolling = await recordService({ route: routeOf() });
    assert.ok(rolling.all(ROLE).every(({ name }) => !name.endsWith("-deployment")));
  });

  it("fail the update when they fail, within the time that the strategy needs", async () => {
    const rolling = await serviceWith();
    assert.deepEqual([rolling.inputs.waitForSteadyState, rolling.inputs.sigintRollback], [true, true]);
    assert.deepEqual(rolling.timeouts, { create: "20m", update: "20m" });
    const canary = await serviceWith({ strategy: "canary", canaryPercent: 5, bakeMinutes: 30, canaryBakeMinutes: 60 });
    assert.deepEqual(canary.timeouts, { create: "110m", update: "110m" });
  });

  it("wait by their settings as long as ECS does", () => {
    assert.equal(waitingMinutes(), 0);
    assert.equal(waitingMinutes({ strategy: "blueGreen" }), 5);
    assert.equal(waitingMinutes({ strategy: "canary", canaryPercent: 5 }), 15);
    // 30, 60 and 90 % are followed by a wait, 100 % is not.
    assert.equal(waitingMinutes({ strategy: "linear", stepPercent: 30, stepBakeMinutes: 2, bakeMinutes: 0 }), 6);
    assert.equal(waitingMinutes({ strategy: "linear", stepPercent: 100, bakeMinutes: 1 }), 1);
    assert.equal(waitingMinutes({ strategy: "linear", stepPercent: 25 }), 3 * 6 + 5);
  });

  describe("with pauses", () => {
    const deployment: DeploymentArgs = {
      strategy: "blueGreen",
      testTraffic,
      pauses: [
        { at: "afterTestTraffic", timeoutMinutes: 60 },
        { at: "beforeNewTasks", timeoutMinutes: 1440, onTimeout: "continue" },
      ],
    };

    it("G3 stop at ECS's own hooks, and the update does not wait for a person", async () => {
      const { inputs } = await serviceWith(deployment);
      assert.deepEqual(inputs.deploymentConfiguration.lifecycleHooks, [
        {
          targetType: "PAUSE",
          lifecycleStages: ["POST_TEST_TRAFFIC_SHIFT"],
          timeoutConfiguration: { timeoutInMinutes: "60", action: "ROLLBACK" },
        },
        {
          targetType: "PAUSE",
          lifecycleStages: ["PRE_SCALE_UP"],
          timeoutConfiguration: { timeoutInMinutes: "1440", action: "CONTINUE" },
        },
      ]);
      assert.deepEqual([inputs.waitForSteadyState, inputs.sigintRollback], [false, false]);
    });

    it("T13 announce each pause on the build topic, with the commands that end it", async () => {
      const recording = await recordService({ route: routeOf(), deployment });
      const rule = recording.one(EVENT, "pause-after-test-traffic").inputs;
      assert.deepEqual(JSON.parse(rule.eventPattern), {
        source: ["aws.ecs"],
        "detail-type": ["ECS Hook State Change"],
        detail: {
          eventName: ["HOOK_AWAITING_ACTION"],
          lifecycleStage: ["POST_TEST_TRAFFIC_SHIFT"],
          serviceArn: [`${API}-id`],
        },
      });
      const target = recording.one(TARGET, "pause-after-test-traffic").inputs;
      assert.equal(target.arn, arn("sns", `${ENVIRONMENT}-build`));
      assert.equal(target.rule, rule.name);
      assert.deepEqual(messageOf(target.inputTransformer, hookEvent), [
        `The new version of ${API} has its test traffic; production traffic still goes to the old tasks.`,
        "The deployment waits until 2026-03-05T16:04:41Z; without a word it is rolled back then.",
        "To go on: aws ecs continue-service-deployment --region us-west-2 --service-deployment-arn " +
          "arn:deployment --hook-id ecs-pause-e7t --action CONTINUE",
        "To roll back: aws ecs continue-service-deployment --region us-west-2 --service-deployment-arn " +
          "arn:deployment --hook-id ecs-pause-e7t --action ROLLBACK",
      ]);
    });

    it("say at each point what is so, and what happens without a word", async () => {
      const pauses = (["beforeNewTasks", "afterNewTasks", "afterTestTraffic", "afterProductionTraffic"] as const).map(
        (at) => ({ at, timeoutMinutes: 5, onTimeout: "continue" as const }),
      );
      const recording = await recordService({
        route: routeOf(),
        deployment: { strategy: "blueGreen", testTraffic, pauses },
      });
      const messages = recording
        .all(TARGET)
        .filter(({ name }) => name.includes("-pause-"))
        .map(({ inputs }) => messageOf(inputs.inputTransformer, hookEvent));
      assert.equal(new Set(messages.map(([state]) => state)).size, 4);
      for (const [, timeout] of messages) {
        assert.equal(timeout, "The deployment waits until 2026-03-05T16:04:41Z; without a word it goes on then.");
      }
    });

    it("keep to EventBridge's 64 characters for names, and stay apart", async () => {
      const recording = await recordService({ name: "a-service-with-a-name", route: routeOf(), deployment });
      const names = recording.all(EVENT).map(({ inputs }) => inputs.name as string);
      assert.equal(new Set(names).size, 3);
      for (const name of names) assert.ok(name.length <= 64 && name.startsWith(ENVIRONMENT), name);
    });
  });

  it("T4 tell the operations topic when they fail", async () => {
    const recording = await recordService();
    const rule = recording.one(EVENT).inputs;
    assert.deepEqual(JSON.parse(rule.eventPattern), {
      source: ["aws.ecs"],
      "detail-type": ["ECS Deployment State Change"],
      resources: [`${API}-id`],
      detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
    });
    const target = recording.one(TARGET).inputs;
    assert.equal(target.arn, arn("sns", `${ENVIRONMENT}-operations`));
    const event = { detail: { deploymentId: "ecs-svc/123", reason: "tasks failed to start." } };
    assert.deepEqual(messageOf(target.inputTransformer, event), [
      `The deployment ecs-svc/123 of ${API} failed: tasks failed to start.`,
      "ECS goes back to the last version that was deployed completely, if there is one.",
    ]);
  });
});

const hookEvent = {
  detail: {
    hookId: "ecs-pause-e7t",
    expiresAt: "2026-03-05T16:04:41Z",
    serviceDeploymentArn: "arn:deployment",
  },
};

/** The lines that EventBridge makes of an event: each is a JSON string with values of the event in angle brackets. */
function messageOf(
  { inputPaths, inputTemplate }: { inputPaths: Record<string, string>; inputTemplate: string },
  event: { detail: Record<string, string> },
): string[] {
  const valueOf = (name: string): string => {
    const [, key] = /^\$\.detail\.(\w+)$/.exec(inputPaths[name] ?? "") ?? [];
    assert.ok(key !== undefined && event.detail[key] !== undefined, name);
    return event.detail[key];
  };
  return inputTemplate
    .split("\n")
    .map((line) => (JSON.parse(line) as string).replace(/<(\w+)>/g, (_, name: string) => valueOf(name)));
}
