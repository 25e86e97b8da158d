import assert from "node:assert/strict";
import type { EcsServiceArgs, RouteArgs, TargetHealthCheckArgs } from "../../../components/ecsService/args";
import { hostFor, problemsOf, routeOf } from "./services";

const given = hostFor({ loadBalancer: { certificateArn: "arn:aws:acm:us-west-2:123456789012:certificate/1" } });

const routed = (changes: Partial<RouteArgs>, rest: Partial<EcsServiceArgs> = {}): string[] =>
  problemsOf({ route: routeOf(changes), ...rest }, given);
const checked = (changes: Partial<TargetHealthCheckArgs>): string[] =>
  routed({ healthCheck: { path: "/ping", ...changes } });

describe("Checks of a route", () => {
  it("let a good one pass", () => {
    assert.deepEqual(routed({}), []);
    assert.deepEqual(routed({ hosts: [], paths: ["/*"] }), []);
    assert.deepEqual(routed({ hosts: ["*.example.com"], paths: ["/img/*.png", "*.php", "/a?&b"] }), []);
    assert.deepEqual(checked({ matcher: "200,204,301", intervalSeconds: 300, timeoutSeconds: 120 }), []);
    assert.deepEqual(problemsOf({}), []);
  });

  it("need a load balancer", () => {
    assert.deepEqual(problemsOf({ route: routeOf() }, hostFor({ loadBalancer: undefined })), [
      "route: needs a load balancer, and the environment has none; give it one, or remove the route",
    ]);
  });

  it("T9 need a port of a container", () => {
    assert.deepEqual(routed({ port: 80 }), ["route.port: 80 is no container's port; allowed is 3000"]);
    const containers = [{ name: "web", image: "twig:1" }];
    assert.deepEqual(routed({ port: 80 }, { containers }), [
      "route.port: 80 is no container's port; no container has any; give it to one",
    ]);
  });

  it("T10 need a priority that a listener takes", () => {
    for (const priority of [0, 50001, 1.5]) {
      assert.deepEqual(routed({ priority }), [
        `route.priority: ${priority} is not a priority; allowed is 1–50000, the lowest first`,
      ]);
    }
    assert.deepEqual([...routed({ priority: 1 }), ...routed({ priority: 50000 })], []);
  });

  it("need conditions, and not more than a rule takes", () => {
    assert.deepEqual(routed({ hosts: [] }), [
      `route: has neither hosts nor paths; give one of them, paths: ["/*"] for every request`,
    ]);
    const paths = ["/a", "/b", "/c", "/d", "/e"];
    assert.deepEqual(routed({ paths: paths.slice(1) }), []);
    assert.deepEqual(routed({ paths }), ["route: has 6 hosts and paths; a rule takes at most 5 together"]);
    assert.deepEqual(routed({ hosts: [], paths: ["/*/*/*", "/??/*"] }), [
      "route: has 6 wildcards; a rule takes at most 5 together",
    ]);
  });

  it("G3 count the test header, whose rule has the same conditions", () => {
    const testTraffic = { priority: 50, header: "x-version", value: "next" };
    const deployment = { strategy: "blueGreen", testTraffic } as const;
    assert.deepEqual(routed({ paths: ["/a", "/b", "/c", "/d"] }, { deployment }), [
      "route: has 6 hosts, paths and the value of the test header; a rule takes at most 5 together",
    ]);
  });

  it("refuse paths that the load balancer does not compare", () => {
    const characters = `it begins with / or *, and of other characters than letters and digits it has _-.$/~"'@:+&*? only`;
    for (const path of ["api", "/ä", "/a b", "", "/a#b"]) {
      assert.deepEqual(routed({ paths: [path] }), [
        `route.paths[0]: "${path}" is not a path pattern such as /api/*; ${characters}`,
      ]);
    }
    assert.deepEqual(routed({ paths: [`/${"a".repeat(128)}`] }), ["route.paths[0]: has 129 characters; at most 128"]);
    assert.deepEqual(routed({ paths: ["/a", "/a"] }), ['route.paths[1]: "/a" is listed twice']);
  });

  it("refuse hosts that are none", () => {
    for (const host of ["localhost", "API.example.com", "example.com:443", "example.c0m", "*"]) {
      assert.deepEqual(routed({ hosts: [host] }), [
        `route.hosts[0]: "${host}" is not a host name in lower case, such as api.example.com or *.example.com`,
      ]);
    }
    const long = `${"a".repeat(125)}.com`;
    assert.deepEqual(routed({ hosts: [long] }), ["route.hosts[0]: has 129 characters; at most 128"]);
    assert.deepEqual(routed({ hosts: ["a.com", "a.com"] }), ['route.hosts[1]: "a.com" is listed twice']);
  });

  it("T15 refuse hosts that the issued certificate does not cover, and leave a given one alone", () => {
    const at = (hosts: string[], host = hostFor()) => problemsOf({ route: routeOf({ hosts }) }, host);
    assert.deepEqual(at(["twig.buildit.tools", "api.twig.buildit.tools", "*.twig.buildit.tools"]), []);
    assert.deepEqual(at(["a.b.twig.buildit.tools", "buildit.tools"]), [
      'route.hosts[0]: "a.b.twig.buildit.tools" is not on the certificate of twig.buildit.tools, *.twig.buildit.tools; add it to loadBalancer.domain.aliases',
      'route.hosts[1]: "buildit.tools" is not on the certificate of twig.buildit.tools, *.twig.buildit.tools; add it to loadBalancer.domain.aliases',
    ]);
    assert.deepEqual(at(["buildit.tools"], given), []);
    assert.deepEqual(at(["buildit.tools"], hostFor({ loadBalancer: { protocol: "http" } })), []);
  });

  it("A7 refuse records that cannot be", () => {
    const recorded = (hosts: string[], hostedZone = "example.com") => routed({ hosts, paths: ["/*"], hostedZone });
    assert.deepEqual(recorded(["example.com", "*.example.com", "a.b.example.com"]), []);
    assert.deepEqual(recorded(["api.example.org"], "Z2ABCDEFGHIJKL"), []);
    assert.deepEqual(recorded([]), [
      "route.hostedZone: is given without hosts to make records for; give hosts, or leave it out",
    ]);
    assert.deepEqual(recorded(["api.example.org", "notexample.com"]), [
      'route.hosts[0]: "api.example.org" is not in the hosted zone example.com',
      'route.hosts[1]: "notexample.com" is not in the hosted zone example.com',
    ]);
    assert.deepEqual(recorded(["api-*.example.com", "?.example.com"]), [
      'route.hosts[0]: "api-*.example.com" cannot have a record in example.com: there a wildcard stands alone and first, as in *.example.com',
      'route.hosts[1]: "?.example.com" cannot have a record in example.com: there a wildcard stands alone and first, as in *.example.com',
    ]);
    for (const zone of ["example", "*.example.com", "z2abcdefghijkl"]) {
      assert.deepEqual(recorded(["api.example.com"], zone).slice(0, 1), [
        `route.hostedZone: "${zone}" is neither a domain name nor an id such as Z2ABCDEFGHIJKL`,
      ]);
    }
  });

  it("A7 refuse records that the environment has made", () => {
    const route = routeOf({ hosts: ["twig.buildit.tools", "api.twig.buildit.tools"], hostedZone: "buildit.tools" });
    assert.deepEqual(problemsOf({ route }), [
      `route.hosts[0]: "twig.buildit.tools" has a record already, of the environment's loadBalancer.domain; leave hostedZone out`,
    ]);
  });

  it("G4 keep health checks within the load balancer's limits", () => {
    for (const path of ["ping", "", "/a b", `/${"a".repeat(1024)}`]) {
      assert.deepEqual(checked({ path }), [
        `route.healthCheck.path: "${path}" is not a path; it begins with / and has at most 1024 characters without spaces`,
      ]);
    }
    for (const matcher of ["500", "200-", "2xx", "200;204", "200-299,301"]) {
      assert.deepEqual(checked({ matcher }), [
        `route.healthCheck.matcher: "${matcher}" are not status codes from 200 to 499 such as 200, 200,204 or 200-299`,
      ]);
    }
    assert.deepEqual(checked({ intervalSeconds: 4, timeoutSeconds: 2 }), [
      "route.healthCheck.intervalSeconds: 4 is out of range; allowed is 5–300 seconds",
    ]);
    assert.deepEqual(checked({ intervalSeconds: 200, timeoutSeconds: 121 }), [
      "route.healthCheck.timeoutSeconds: 121 is out of range; allowed is 2–120 seconds",
    ]);
    assert.deepEqual(checked({ intervalSeconds: 10, timeoutSeconds: 10 }), [
      "route.healthCheck.timeoutSeconds: 10 is not less than intervalSeconds (10)",
    ]);
    assert.deepEqual(checked({ healthyThreshold: 1, unhealthyThreshold: 11 }), [
      "route.healthCheck.healthyThreshold: 1 is out of range; allowed is 2–10",
      "route.healthCheck.unhealthyThreshold: 11 is out of range; allowed is 2–10",
    ]);
    assert.deepEqual(checked({ gracePeriodSeconds: -1 }), [
      "route.healthCheck.gracePeriodSeconds: -1 is out of range; allowed is 0–2147483647 seconds",
    ]);
  });

  it("keep delays within the load balancer's limits", () => {
    assert.deepEqual(routed({ deregistrationDelaySeconds: 3601 }), [
      "route.deregistrationDelaySeconds: 3601 is out of range; allowed is 0–3600 seconds",
    ]);
    for (const slowStartSeconds of [0, 29, 901]) {
      assert.deepEqual(routed({ slowStartSeconds }), [
        `route.slowStartSeconds: ${slowStartSeconds} is out of range; allowed is 30–900 seconds`,
      ]);
    }
  });

  it("G3 refuse a slow start that would do nothing", () => {
    assert.deepEqual(routed({ slowStartSeconds: 60 }, { deployment: { strategy: "canary", canaryPercent: 5 } }), [
      `route.slowStartSeconds: does nothing with "canary": targets start slowly only beside older ones, and the new tasks are alone in their target group; remove it`,
    ]);
  });
});
