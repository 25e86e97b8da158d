import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { CapacityArgs, EcsServiceArgs, ScalingArgs, ScheduleArgs } from "../../../components/ecsService/args";
import { contextOf } from "../environments";
import { hostFor, problemsOf, routeOf, scalingOf } from "./services";

const fargate = hostFor({ cluster: {} });
const production = hostFor({}, contextOf({ stage: "production" }));
const alone = hostFor({ serviceDiscovery: false });

const scaled = (changes: Partial<ScalingArgs>, rest: Partial<EcsServiceArgs> = {}): string[] =>
  problemsOf({ route: routeOf(), scaling: scalingOf(changes), ...rest }, fargate);
const scheduled = (changes: Partial<ScheduleArgs>): string[] =>
  scaled({ schedules: [{ name: "evening", cron: "0 20 * * ? *", min: 1, max: 2, ...changes }] });
const placed = (...capacity: CapacityArgs[]): string[] => problemsOf({ capacity });

describe("Checks of discovery", () => {
  const dns = { via: "dns", port: 3000 } as const;
  const connect = { via: "serviceConnect", port: 3000 } as const;

  it("A2 need a namespace and a port of a container", () => {
    assert.deepEqual([...problemsOf({ discovery: dns }), ...problemsOf({ discovery: connect })], []);
    assert.deepEqual(problemsOf({ discovery: { via: "dns", port: 3306 } }, alone), [
      "discovery: needs a namespace, and the environment has none; set serviceDiscovery there to true",
      "discovery.port: 3306 is no container's port; allowed is 3000",
    ]);
  });

  it("G3 refuse records of tasks that have no traffic yet; Service Connect moves with it", () => {
    const deployment = { strategy: "linear", stepPercent: 10 } as const;
    assert.deepEqual(problemsOf({ discovery: dns, route: routeOf(), deployment }), [
      `discovery.via: "dns" leads clients to the tasks of both versions while "linear" keeps the new ones back; use "serviceConnect", or deployment strategy "rolling"`,
    ]);
    assert.deepEqual(problemsOf({ discovery: connect, route: routeOf(), deployment }), []);
  });

  it("refuse a protocol where there is no proxy to understand it", () => {
    assert.deepEqual(problemsOf({ discovery: { ...dns, protocol: "http" } }), [
      'discovery.protocol: "http" is for proxies, and "dns" has none; leave it out, or use "serviceConnect"',
    ]);
  });

  it("A2 need services that are found to connect to, each once", () => {
    const found = { name: "mysql", discovery: { ...dns, host: "mysql.internal" } };
    const connectsTo = [found, { name: "worker" }, found] as EcsServiceArgs["connectsTo"];
    assert.deepEqual(problemsOf({ connectsTo }), [
      'connectsTo[2]: "mysql" is listed twice',
      'connectsTo[1]: service "worker" has no discovery; give it one',
    ]);
  });
});

describe("Checks of capacity", () => {
  it("let good ones pass", () => {
    assert.deepEqual(placed({ provider: "instances" }), []);
    assert.deepEqual(
      placed({ provider: "fargate", base: 1, weight: 0 }, { provider: "fargateSpot", weight: 1000 }),
      [],
    );
    assert.deepEqual(problemsOf({}, fargate), []);
  });

  it("refuse what the cluster does not have", () => {
    assert.deepEqual(problemsOf({ capacity: [{ provider: "instances" }] }, fargate), [
      "capacity: names instances, and the cluster has none; give it cluster.instances, or use fargate",
    ]);
  });

  it("refuse what ECS does not take together", () => {
    assert.deepEqual(placed({ provider: "instances" }, { provider: "fargate" }), [
      "capacity: mixes instances and Fargate, which ECS refuses; use one of them",
    ]);
    assert.deepEqual(placed({ provider: "fargate", base: 1 }, { provider: "fargateSpot", base: 1 }), [
      "capacity[1].base: is the second base; ECS takes one: leave the others out",
    ]);
    assert.deepEqual(placed({ provider: "fargate", weight: 0 }, { provider: "fargateSpot", weight: 0 }), [
      "capacity: has no weight above 0, so that no task would be placed; give one",
    ]);
    assert.deepEqual(placed({ provider: "fargate" }, { provider: "fargate" }), [
      'capacity[1]: "fargate" is listed twice',
    ]);
    assert.deepEqual(placed(), ["capacity: is empty; name a provider, or leave it out"]);
  });

  it("keep bases and weights in ECS's ranges", () => {
    assert.deepEqual(placed({ provider: "fargate", weight: 1001, base: -1 }), [
      "capacity[0].weight: 1001 is out of range; allowed is 0–1000",
      "capacity[0].base: -1 is out of range; allowed is 0–100000",
    ]);
  });

  it("refuse Spot alone where users depend on it", () => {
    const changes = { desiredCount: 2, capacity: [{ provider: "fargateSpot" } as const] };
    assert.deepEqual(problemsOf({ ...changes, route: routeOf() }, production), [
      "capacity: is Spot alone, whose tasks may all end at once; production needs a base or a weight of fargate beside it for a service with a route",
    ]);
    assert.deepEqual(problemsOf(changes, production), []);
    assert.deepEqual(problemsOf({ ...changes, route: routeOf() }), []);
    const unused = [...changes.capacity, { provider: "fargate", weight: 0 } as const];
    assert.equal(problemsOf({ ...changes, capacity: unused, route: routeOf() }, production).length, 1);
    const base = [...changes.capacity, { provider: "fargate", weight: 0, base: 1 } as const];
    assert.deepEqual(problemsOf({ ...changes, capacity: base, route: routeOf() }, production), []);
  });
});

describe("Checks of scaling", () => {
  it("let good ones pass", () => {
    assert.deepEqual(scaled({ min: 0, max: 5000, cpuPercent: 1, memoryPercent: 100 }), []);
    assert.deepEqual(scaled({ serverErrors: { threshold: 1, add: 3 }, requestsPerTarget: 1 }), []);
    assert.deepEqual(scheduled({}), []);
  });

  it("T11 need numbers of tasks in order", () => {
    assert.deepEqual(problemsOf({ desiredCount: -1 }, fargate), [
      "desiredCount: -1 is not a number of tasks; allowed is 0–5000",
    ]);
    assert.deepEqual(scaled({ min: 0.5, max: 5001 }), [
      "scaling.min: 0.5 is not a number of tasks; allowed is 0–5000",
      "scaling.max: 5001 is not a number of tasks; allowed is 0–5000",
    ]);
    assert.deepEqual(scaled({ min: 3, max: 2 }), ["scaling.max: 2 is less than min (3)"]);
    for (const desiredCount of [1, 5]) {
      assert.deepEqual(scaled({ min: 2, max: 4 }, { desiredCount }), [
        `desiredCount: ${desiredCount} is not between scaling's min and max (2–4)`,
      ]);
    }
    assert.deepEqual(scaled({ min: 2, max: 4 }, { desiredCount: 4 }), []);
  });

  it("refuse limits that leave nothing to follow, unless schedules change them", () => {
    assert.deepEqual(scaled({ min: 3, max: 3 }), [
      "scaling: has min and max 3, which leaves nothing to follow; use desiredCount, or widen them",
    ]);
    assert.deepEqual(scaled({ min: 2, max: 2, schedules: [{ name: "a", cron: "0 7 * * ? *", min: 1, max: 4 }] }), []);
  });

  it("T19 need a reason to add tasks, and one to take them away", () => {
    assert.deepEqual(scaled({ cpuPercent: undefined }), [
      "scaling: has nothing to follow; give cpuPercent, memoryPercent, requestsPerTarget or schedules",
    ]);
    assert.deepEqual(scaled({ cpuPercent: undefined, serverErrors: { threshold: 5 } }), [
      "scaling.serverErrors: only adds tasks, and nothing takes them away again; give cpuPercent, memoryPercent or requestsPerTarget too",
    ]);
  });

  it("keep reasons in their ranges", () => {
    assert.deepEqual(scaled({ cpuPercent: 0, memoryPercent: 101 }), [
      "scaling.cpuPercent: 0 is out of range; allowed is 1–100",
      "scaling.memoryPercent: 101 is out of range; allowed is 1–100",
    ]);
    assert.deepEqual(scaled({ requestsPerTarget: 0, serverErrors: { threshold: 1.5, add: 0 } }), [
      "scaling.requestsPerTarget: 0 is not a whole number of 1 or more",
      "scaling.serverErrors.threshold: 1.5 is not a whole number of 1 or more",
      "scaling.serverErrors.add: 0 is not a whole number of 1 or more",
    ]);
  });

  it("refuse to count requests that the load balancer does not see", () => {
    const changes = { requestsPerTarget: 100, serverErrors: { threshold: 5 } };
    assert.deepEqual(scaled(changes, { route: undefined }), [
      "scaling.requestsPerTarget: counts the load balancer's requests, and the service has no route; give it one, or remove this",
      "scaling.serverErrors: counts the load balancer's requests, and the service has no route; give it one, or remove this",
    ]);
  });

  it("need two tasks in production where there are users, at any time", () => {
    assert.deepEqual(problemsOf({ route: routeOf() }, production), [
      "desiredCount: is 1; production needs 2 or more tasks of a service with a route, or 0 to switch it off",
    ]);
    const schedules = [{ name: "night", cron: "0 22 * * ? *", min: 1, max: 2 }];
    assert.deepEqual(problemsOf({ route: routeOf(), scaling: scalingOf({ schedules }) }, production), [
      "scaling.min: is 1; production needs 2 or more tasks of a service with a route, or 0 to switch it off",
      "scaling.schedules[0].min: is 1; production needs 2 or more tasks of a service with a route, or 0 to switch it off",
    ]);
    assert.deepEqual(problemsOf({ route: routeOf(), desiredCount: 2 }, production), []);
    assert.deepEqual(problemsOf({}, production), []);
  });

  it("need schedules with names of their own, and limits in order", () => {
    const schedule = { name: "evening", cron: "0 20 * * ? *", min: 1, max: 2 };
    assert.deepEqual(scaled({ schedules: [schedule, schedule] }), [
      'scaling.schedules[1].name: "evening" is taken by another schedule',
    ]);
    for (const name of ["Evening", "", "a".repeat(31), "at night"]) {
      assert.deepEqual(scheduled({ name }), [
        `scaling.schedules[0].name: "${name}" is not a lower-case name of at most 30 characters`,
      ]);
    }
    assert.deepEqual(scheduled({ min: 3 }), ["scaling.schedules[0].max: 2 is less than min (3)"]);
  });

  it("need cron expressions as AWS reads them", () => {
    for (const cron of [
      "0 20 * * ? *",
      "*/15 0-6,22 ? JAN-MAR,12 MON-FRI 2030",
      "0 7 L * ? *",
      "0 7 ? * 2#1 *",
      "0 7 15W * ? *",
    ]) {
      assert.deepEqual(scheduled({ cron }), [], cron);
    }
    for (const [cron, reason] of [
      ["0 20 * * *", "has 5 fields; it needs six: minutes, hours, day of month, month, day of week, year"],
      ["60 20 * * ? *", 'has "60" for the minutes (0–59)'],
      ["0 24 * * ? *", 'has "24" for the hours (0–23)'],
      ["0 20 0 * ? *", 'has "0" for the day of month (1–31)'],
      ["0 20 ? FOO MON *", 'has "FOO" for the month (1–12)'],
      ["0 20 ? * 0 *", 'has "0" for the day of week (1–7)'],
      ["0 20 * * ? 1969", 'has "1969" for the year (1970–2199)'],
      ["? 20 * * ? *", 'has "?" for the minutes (0–59)'],
      ["0  * * ? *", 'has "" for the hours (0–23)'],
      ["0 20 * * * *", "needs ? for either the day of month or the day of week"],
      ["0 20 ? * ? *", "needs ? for either the day of month or the day of week"],
    ]) {
      assert.deepEqual(scheduled({ cron }), [`scaling.schedules[0].cron: "${cron}" ${reason}`]);
    }
  });

  it("take every time of every day, and judge any text", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }), (minute, hour) => {
        assert.deepEqual(scheduled({ cron: `${minute} ${hour} ? * * *` }), []);
      }),
    );
    fc.assert(fc.property(fc.string(), (cron) => scheduled({ cron }).length === 1));
  });

  it("need time zones as AWS names them", () => {
    for (const timezone of ["UTC", "Europe/Berlin", "Etc/GMT+9"]) assert.deepEqual(scheduled({ timezone }), []);
    for (const timezone of ["Mars/Olympus", "+02:00", "europe/berlin", ""]) {
      assert.deepEqual(scheduled({ timezone }), [
        `scaling.schedules[0].timezone: "${timezone}" is not an IANA time zone such as Europe/Berlin`,
      ]);
    }
  });
});
