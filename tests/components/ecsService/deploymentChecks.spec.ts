import assert from "node:assert/strict";
import type { EcsServiceArgs } from "../../../components/ecsService/args";
import type { DeploymentArgs, RollingArgs, TestTrafficArgs } from "../../../components/ecsService/deploymentArgs";
import { problemsOf, routeOf } from "./services";

const deployed = (deployment: DeploymentArgs, rest: Partial<EcsServiceArgs> = {}): string[] =>
  problemsOf({ route: routeOf(), deployment, ...rest });
const rolling = (changes: Partial<RollingArgs>, rest: Partial<EcsServiceArgs> = {}): string[] =>
  deployed({ strategy: "rolling", ...changes }, rest);

const testTraffic = { priority: 50, header: "x-version", value: "next" };
const tested = (changes: Partial<TestTrafficArgs>): string[] =>
  deployed({ strategy: "blueGreen", testTraffic: { ...testTraffic, ...changes } });

describe("Checks of a deployment", () => {
  it("let good ones pass", () => {
    assert.deepEqual(rolling({ minimumHealthyPercent: 0, maximumPercent: 100 }), []);
    assert.deepEqual(rolling({ minimumHealthyPercent: 50, maximumPercent: 100 }, { desiredCount: 2 }), []);
    assert.deepEqual(deployed({ strategy: "blueGreen", bakeMinutes: 0 }), []);
    assert.deepEqual(deployed({ strategy: "canary", canaryPercent: 0.1, canaryBakeMinutes: 1440 }), []);
    assert.deepEqual(deployed({ strategy: "linear", stepPercent: 33.3, stepBakeMinutes: 0 }), []);
    assert.deepEqual(tested({}), []);
  });

  it("G3 refuse to move traffic where there is none", () => {
    for (const deployment of [
      { strategy: "blueGreen" },
      { strategy: "canary", canaryPercent: 5 },
      { strategy: "linear", stepPercent: 10 },
    ] as const) {
      assert.deepEqual(problemsOf({ deployment }), [
        `deployment.strategy: "${deployment.strategy}" moves the load balancer's traffic, and the service has no route; give it one, or use "rolling"`,
      ]);
    }
  });

  it("keep shares in ECS's ranges", () => {
    assert.deepEqual(rolling({ minimumHealthyPercent: 101, maximumPercent: 201 }), [
      "deployment.minimumHealthyPercent: 101 is out of range; allowed is 0–100",
      "deployment.maximumPercent: 201 is out of range; allowed is 100–200",
    ]);
    for (const canaryPercent of [0, 100.1, 0.05, NaN]) {
      assert.deepEqual(deployed({ strategy: "canary", canaryPercent }), [
        `deployment.canaryPercent: ${canaryPercent} is out of range; allowed is 0.1–100 in steps of 0.1`,
      ]);
    }
    assert.deepEqual(deployed({ strategy: "linear", stepPercent: 2.9 }), [
      "deployment.stepPercent: 2.9 is out of range; allowed is 3–100 in steps of 0.1",
    ]);
  });

  it("refuse shares between which no task could be replaced", () => {
    assert.deepEqual(rolling({ maximumPercent: 100 }), [
      "deployment.maximumPercent: 100 is not more than minimumHealthyPercent (100)",
    ]);
    assert.deepEqual(rolling({ maximumPercent: 150 }), [
      "deployment.maximumPercent: 150 of 1 task is at most 1, and minimumHealthyPercent 100 at least 1: no task could be replaced; widen one",
    ]);
    assert.deepEqual(rolling({ minimumHealthyPercent: 60, maximumPercent: 110 }, { desiredCount: 2 }), [
      "deployment.maximumPercent: 110 of 2 tasks is at most 2, and minimumHealthyPercent 60 at least 2: no task could be replaced; widen one",
    ]);
    assert.deepEqual(rolling({ maximumPercent: 150 }, { desiredCount: 2 }), []);
    assert.deepEqual(rolling({ maximumPercent: 150 }, { desiredCount: 0 }), []);
  });

  it("keep waits within a day, in whole minutes", () => {
    assert.deepEqual(deployed({ strategy: "blueGreen", bakeMinutes: 1441 }), [
      "deployment.bakeMinutes: 1441 is out of range; allowed are 0–1440 whole minutes",
    ]);
    assert.deepEqual(deployed({ strategy: "canary", canaryPercent: 5, canaryBakeMinutes: -1 }), [
      "deployment.canaryBakeMinutes: -1 is out of range; allowed are 0–1440 whole minutes",
    ]);
    assert.deepEqual(deployed({ strategy: "linear", stepPercent: 5, stepBakeMinutes: 0.5 }), [
      "deployment.stepBakeMinutes: 0.5 is out of range; allowed are 0–1440 whole minutes",
    ]);
  });

  it("T10 need a test rule before the route's", () => {
    assert.deepEqual(tested({ priority: 0 }), [
      "deployment.testTraffic.priority: 0 is not a priority; allowed is 1–50000, the lowest first",
    ]);
    for (const priority of [100, 101]) {
      assert.deepEqual(tested({ priority }), [
        `deployment.testTraffic.priority: ${priority} is not below the route's (100), whose rule would take the test requests first`,
      ]);
    }
  });

  it("need a header that the load balancer compares", () => {
    for (const header of ["", "x version", "Host", "x".repeat(41)]) {
      assert.deepEqual(tested({ header }), [
        `deployment.testTraffic.header: "${header}" is not the name of a header of at most 40 characters other than host, such as x-version`,
      ]);
    }
    for (const value of ["", "ä", "x".repeat(129)]) {
      assert.deepEqual(tested({ value }), [
        `deployment.testTraffic.value: "${value}" is not the value of a header; allowed are 1–128 ASCII characters`,
      ]);
    }
  });

  it("G3 need pauses that differ, that are reached, and that end", () => {
    const pauses = [
      { at: "afterNewTasks", timeoutMinutes: 0 },
      { at: "afterNewTasks", timeoutMinutes: 60 },
      { at: "afterTestTraffic", timeoutMinutes: 20161 },
    ] as const;
    assert.deepEqual(deployed({ strategy: "blueGreen", pauses: [...pauses] }), [
      "deployment.pauses[0].timeoutMinutes: 0 is out of range; allowed are 1–20160 whole minutes",
      'deployment.pauses[1].at: "afterNewTasks" is taken by another pause',
      'deployment.pauses[2].at: "afterTestTraffic" needs testTraffic; give it, or pause at "afterNewTasks"',
      "deployment.pauses[2].timeoutMinutes: 20161 is out of range; allowed are 1–20160 whole minutes",
    ]);
    const last = { at: "afterTestTraffic", timeoutMinutes: 20160 } as const;
    assert.deepEqual(deployed({ strategy: "blueGreen", testTraffic, pauses: [last] }), []);
  });
});
