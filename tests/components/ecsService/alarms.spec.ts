import assert from "node:assert/strict";
import type { EcsServiceArgs } from "../../../components/ecsService/args";
import { API, ENVIRONMENT, recordService, routeOf, scalingOf, type ServiceOptions } from "./services";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const OPERATIONS = `arn:aws:sns:us-west-2:123456789012:${ENVIRONMENT}-operations`;

async function partsOf(changes: Partial<EcsServiceArgs> = {}, options: ServiceOptions = {}): Promise<string[]> {
  const alarms = (await recordService(changes, options)).all(ALARM);
  return alarms.map(({ name }) => name.slice(API.length + 1)).sort();
}

describe("Alarms of a service", () => {
  it("T4 watch errors, slowness and health of the service's own targets", async () => {
    const recording = await recordService({ route: routeOf() });
    const watched = ["errors", "latency", "unhealthy"].map((part) => {
      const { inputs } = recording.one(ALARM, `primary-${part}`);
      assert.deepEqual(inputs.dimensions, {
        LoadBalancer: `app/${ENVIRONMENT}-alb/1`,
        TargetGroup: `targetgroup/${API}-primary/1`,
      });
      assert.deepEqual(
        [inputs.namespace, inputs.period, inputs.treatMissingData, inputs.comparisonOperator],
        ["AWS/ApplicationELB", 60, "notBreaching", "GreaterThanThreshold"],
      );
      return [
        inputs.metricName,
        inputs.statistic ?? inputs.extendedStatistic,
        inputs.threshold,
        inputs.evaluationPeriods,
      ] as unknown;
    });
    assert.deepEqual(watched, [
      ["HTTPCode_Target_5XX_Count", "Sum", 10, 1],
      ["TargetResponseTime", "p99", 2, 3],
      ["UnHealthyHostCount", "Minimum", 0, 3],
    ]);
  });

  it("T4 take the thresholds that are given", async () => {
    const recording = await recordService({ route: routeOf(), alarms: { serverErrors: 0, latencySeconds: 0.5 } });
    assert.equal(recording.one(ALARM, "primary-errors").inputs.threshold, 0);
    assert.equal(recording.one(ALARM, "primary-latency").inputs.threshold, 0.5);
  });

  it("G2 count a task as unhealthy only after the time in which it starts", async () => {
    const periodsAfter = async (gracePeriodSeconds: number) => {
      const route = routeOf({ healthCheck: { path: "/", gracePeriodSeconds } });
      return (await recordService({ route })).one(ALARM, "primary-unhealthy").inputs.evaluationPeriods as number;
    };
    assert.equal(await periodsAfter(0), 2);
    assert.equal(await periodsAfter(61), 4);
    // CloudWatch looks back one day.
    assert.equal(await periodsAfter(2147483647), 1440);
  });

  it("G3 watch both target groups where deployments move the traffic, and all roll back", async () => {
    const recording = await recordService({ route: routeOf(), deployment: { strategy: "linear", stepPercent: 20 } });
    const names = ["primary", "alternate"].flatMap((place) =>
      ["errors", "latency", "unhealthy"].map((part) => `${API}-${place}-${part}`),
    );
    assert.deepEqual(recording.one("aws:ecs/service:Service").inputs.alarms.alarmNames, names);
    for (const name of names) {
      const place = name.split("-").at(-2)!;
      const { inputs } = recording.all(ALARM).find((alarm) => alarm.name === name)!;
      assert.equal(inputs.dimensions.TargetGroup, `targetgroup/${API}-${place}/1`);
    }
  });

  it("T4 tell when fewer tasks run than are wanted", async () => {
    const { inputs } = (await recordService()).one(ALARM, "tasks-missing");
    const [desired, running, result] = inputs.metricQueries;
    for (const [query, metricName] of [
      [desired, "DesiredTaskCount"],
      [running, "RunningTaskCount"],
    ] as const) {
      assert.deepEqual(query.metric, {
        namespace: "ECS/ContainerInsights",
        metricName,
        dimensions: { ClusterName: `${ENVIRONMENT}-cluster`, ServiceName: `${API}-1a2b3c4` },
        stat: "Average",
        period: 60,
      });
    }
    assert.deepEqual([result.expression, result.returnData], ["desired - running", true]);
    assert.deepEqual(
      [inputs.comparisonOperator, inputs.threshold, inputs.evaluationPeriods],
      ["GreaterThanThreshold", 0, 10],
    );
  });

  it("count no tasks in a cluster without Container Insights, where nobody counts them", async () => {
    const options = { environment: { cluster: { containerInsights: "disabled" as const } } };
    assert.deepEqual(await partsOf({}, options), ["tasks-cpu", "tasks-memory"]);
    assert.deepEqual(await partsOf(), ["tasks-cpu", "tasks-memory", "tasks-missing"]);
  });

  it("T4 tell when tasks are full", async () => {
    const recording = await recordService();
    for (const [part, metric] of [
      ["tasks-cpu", "CPUUtilization"],
      ["tasks-memory", "MemoryUtilization"],
    ] as const) {
      const { inputs } = recording.one(ALARM, part);
      assert.deepEqual(
        [inputs.namespace, inputs.metricName, inputs.threshold, inputs.evaluationPeriods],
        ["AWS/ECS", metric, 90, 15],
      );
      assert.deepEqual(inputs.dimensions, { ClusterName: `${ENVIRONMENT}-cluster`, ServiceName: `${API}-1a2b3c4` });
    }
  });

  it("T4 all publish to the operations topic when they start and when they are over", async () => {
    const recording = await recordService({
      route: routeOf(),
      scaling: scalingOf({ serverErrors: { threshold: 5 } }),
      deployment: { strategy: "blueGreen" },
    });
    const alarms = recording.all(ALARM);
    assert.equal(alarms.length, 6 + 3 + 2);
    for (const { name, inputs } of alarms) {
      assert.equal(inputs.alarmActions[0], OPERATIONS, name);
      assert.deepEqual(inputs.okActions, [OPERATIONS], name);
      assert.equal(inputs.name, name);
    }
  });
});
