import assert from "node:assert/strict";
import type { ScalingArgs } from "../../../components/ecsService/args";
import { API, ENVIRONMENT, recordService, routeOf } from "./services";

const POLICY = "aws:appautoscaling/policy:Policy";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const resourceId = `service/${ENVIRONMENT}-cluster/${API}-1a2b3c4`;
const OPERATIONS = `arn:aws:sns:us-west-2:123456789012:${ENVIRONMENT}-operations`;

const limits = { min: 2, max: 10 };
const scaled = (scaling: Partial<ScalingArgs>, shift = false) =>
  recordService({
    route: routeOf(),
    scaling: { ...limits, ...scaling },
    ...(shift && { deployment: { strategy: "blueGreen" } }),
  });

describe("Scaling of a service", () => {
  it("T19 keeps the number of tasks within its limits, of this service alone", async () => {
    const { inputs, ignoreChanges } = (await scaled({ cpuPercent: 60 })).one("aws:appautoscaling/target:Target");
    assert.deepEqual(
      { ...inputs, tags: undefined },
      {
        serviceNamespace: "ecs",
        scalableDimension: "ecs:service:DesiredCount",
        resourceId,
        minCapacity: 2,
        maxCapacity: 10,
        region: "us-west-2",
        tags: undefined,
      },
    );
    assert.deepEqual(ignoreChanges, []);
  });

  it("T19 holds CPU and memory, quick to add tasks and slow to remove them", async () => {
    const recording = await scaled({ cpuPercent: 60, memoryPercent: 70 });
    assert.equal(recording.all(POLICY).length, 2);
    for (const [part, targetValue, predefinedMetricType] of [
      ["scaling-cpu", 60, "ECSServiceAverageCPUUtilization"],
      ["scaling-memory", 70, "ECSServiceAverageMemoryUtilization"],
    ] as const) {
      assert.deepEqual(recording.one(POLICY, part).inputs, {
        name: `${API}-${part}`,
        policyType: "TargetTrackingScaling",
        serviceNamespace: "ecs",
        scalableDimension: "ecs:service:DesiredCount",
        resourceId,
        targetTrackingScalingPolicyConfiguration: {
          targetValue,
          predefinedMetricSpecification: { predefinedMetricType },
          scaleOutCooldown: 60,
          scaleInCooldown: 300,
        },
        region: "us-west-2",
      });
    }
  });

  it("T19 holds requests per task by AWS's own metric where there is one target group", async () => {
    const { inputs } = (await scaled({ requestsPerTarget: 500 })).one(POLICY);
    const { targetValue, predefinedMetricSpecification } = inputs.targetTrackingScalingPolicyConfiguration;
    assert.equal(targetValue, 500);
    assert.deepEqual(predefinedMetricSpecification, {
      predefinedMetricType: "ALBRequestCountPerTarget",
      resourceLabel: `app/${ENVIRONMENT}-alb/1/targetgroup/${API}-primary/1`,
    });
  });

  it("G3 T19 holds requests per task of whichever target group has the traffic", async () => {
    const { inputs } = (await scaled({ requestsPerTarget: 500 }, true)).one(POLICY);
    const { predefinedMetricSpecification, customizedMetricSpecification } =
      inputs.targetTrackingScalingPolicyConfiguration;
    assert.equal(predefinedMetricSpecification, undefined);
    const [primary, alternate, result] = customizedMetricSpecification.metrics;
    for (const [place, query] of [
      ["primary", primary],
      ["alternate", alternate],
    ] as const) {
      assert.deepEqual(query, {
        id: place,
        metricStat: {
          metric: {
            namespace: "AWS/ApplicationELB",
            metricName: "RequestCountPerTarget",
            dimensions: [{ name: "TargetGroup", value: `targetgroup/${API}-${place}/1` }],
          },
          stat: "Sum",
        },
        returnData: false,
      });
    }
    assert.deepEqual([result.expression, result.returnData], ["MAX([primary, alternate])", true]);
  });

  it("T19 T4 adds tasks while requests fail with 5xx, and tells the operations topic", async () => {
    const recording = await scaled({ cpuPercent: 60, serverErrors: { threshold: 20, add: 2 } });
    const policy = recording.one(POLICY, "scaling-errors").inputs;
    assert.equal(policy.policyType, "StepScaling");
    assert.deepEqual(policy.stepScalingPolicyConfiguration, {
      adjustmentType: "ChangeInCapacity",
      metricAggregationType: "Maximum",
      cooldown: 60,
      stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 2 }],
    });
    const alarm = recording.one(ALARM, "scaling-errors-primary").inputs;
    assert.deepEqual(
      [alarm.metricName, alarm.statistic, alarm.comparisonOperator, alarm.threshold, alarm.period],
      ["HTTPCode_Target_5XX_Count", "Sum", "GreaterThanOrEqualToThreshold", 20, 60],
    );
    assert.deepEqual(alarm.dimensions, {
      LoadBalancer: `app/${ENVIRONMENT}-alb/1`,
      TargetGroup: `targetgroup/${API}-primary/1`,
    });
    const policyArn = `arn:aws:appautoscaling:us-west-2:123456789012:${API}-scaling-errors`;
    assert.deepEqual([alarm.alarmActions, alarm.okActions], [[OPERATIONS, policyArn], [OPERATIONS]]);
    assert.equal(alarm.alarmDescription, "The application answers with 5xx: 2 more tasks are started");
  });

  it("G3 T19 watches both target groups where deployments move the traffic", async () => {
    const recording = await scaled({ cpuPercent: 60, serverErrors: { threshold: 20 } }, true);
    const names = recording.all(ALARM).map(({ name }) => name);
    for (const place of ["primary", "alternate"]) assert.ok(names.includes(`${API}-scaling-errors-${place}`), place);
    const { alarmDescription } = recording.one(ALARM, "scaling-errors-alternate").inputs;
    assert.equal(alarmDescription, "The application answers with 5xx: 1 more task is started");
  });

  it("T19 changes its limits by the clock, and no update undoes that", async () => {
    const schedules = [
      { name: "morning", cron: "0 7 ? * MON-FRI *", timezone: "Europe/Berlin", min: 4, max: 20 },
      { name: "evening", cron: "0 20 * * ? *", min: 2, max: 4 },
    ];
    const recording = await scaled({ schedules });
    const target = recording.one("aws:appautoscaling/target:Target");
    assert.deepEqual(target.ignoreChanges, ["minCapacity", "maxCapacity"]);
    const action = recording.one("aws:appautoscaling/scheduledAction:ScheduledAction", "morning").inputs;
    assert.deepEqual(action, {
      name: "morning",
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId,
      schedule: "cron(0 7 ? * MON-FRI *)",
      timezone: "Europe/Berlin",
      scalableTargetAction: { minCapacity: 4, maxCapacity: 20 },
      region: "us-west-2",
    });
    const evening = recording.one("aws:appautoscaling/scheduledAction:ScheduledAction", "evening").inputs;
    assert.equal(evening.timezone, "UTC");
  });

  it("T19 has nothing of all this without scaling", async () => {
    const { resources } = await recordService({ route: routeOf() });
    assert.deepEqual(
      resources.filter(({ type }) => type.startsWith("aws:appautoscaling/")),
      [],
    );
  });
});
