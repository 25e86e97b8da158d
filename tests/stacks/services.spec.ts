import assert from "node:assert/strict";
import fc from "fast-check";
import { checkRoutes } from "../../stacks/settings/routes";
import type { ServiceSettings } from "../../stacks/settings/serviceSchema";
import { balancer, problemsOf, resolve } from "./settingsOf";

type Raw = Record<string, unknown>;

/** A service that is right, as a stack file describes it. */
const service = (name: string, changes: Raw = {}): Raw => ({
  name,
  containers: [{ name, image: "registry.example.com/app:1.0.0", ports: [8080] }],
  cpu: 256,
  memoryMiB: 512,
  ...changes,
});

const route = (priority: number, changes: Raw = {}): Raw => ({
  route: { priority, port: 8080, hosts: ["shop.example.com"], healthCheck: { path: "/health" }, ...changes },
});

const volume = (changes: Raw): Raw => ({ volumes: [{ name: "data", ...changes }] });
const found = { discovery: { via: "dns", port: 8080 } };

const stack = (services: Raw[], fileSystems: Raw[] = []): Raw => ({
  ...balancer({
    certificateArn: "arn:aws:acm:us-west-2:123456789012:certificate/5c1b0a52-9d0f-4f6e-8f53-0b1f0c2d7e11",
  }),
  "slipway:services": services,
  "slipway:fileSystems": fileSystems,
});

const DATA = {
  name: "data",
  accessPoints: [
    { name: "charts", path: "/charts", uid: 1000, gid: 1000 },
    { name: "database", path: "/database", uid: 999, gid: 999 },
  ],
};

/** What is wrong between services, with the exact words that a user reads. */
const WRONG: [string, Raw, (string | RegExp)[]][] = [
  [
    "T10 one priority for two services",
    stack([
      service("twig-api", route(100, { hosts: ["api.example.com"] })),
      service("twig", route(100, { hosts: ["example.com"] })),
    ]),
    ['services[1].route.priority: 100 is taken by service "twig-api"; priorities are unique per load balancer'],
  ],
  [
    "T10 a test rule with the priority of another service",
    stack([
      service("api", route(100, { hosts: ["api.example.com"] })),
      service("web", {
        ...route(200),
        deployment: { strategy: "blueGreen", testTraffic: { priority: 100, header: "x-version", value: "next" } },
      }),
    ]),
    [
      'services[1].deployment.testTraffic.priority: 100 is taken by service "api"; priorities are unique per load balancer',
    ],
  ],
  [
    "T10 a rule that no request reaches",
    stack([service("site", route(100)), service("api", route(200, { paths: ["/api/*"] }))]),
    [
      'services[1].route: service "site" (priority 100) takes every request for shop.example.com, /api/* before priority 200: give this rule the lower number, or other hosts or paths',
    ],
  ],
  [
    "two services of one name",
    stack([service("web"), service("web")]),
    ['services[1].name: "web" is taken by services[0]'],
  ],
  [
    "T14 two services with one log group",
    stack([
      service("twig", { source: { repository: "api-main", branch: "x" } }),
      service("twig-api", { source: { repository: "main", branch: "x" } }),
    ]),
    ['services[1].source: makes the log group "acme-shop-uat-twig-api-main-x" of service "twig"; rename one'],
  ],
  [
    "T14 a service with a log group of the environment",
    stack([service("flow-logs")]),
    ['services[0].name: makes the log group "acme-shop-uat-flow-logs" of the environment; rename one'],
  ],
  [
    "what follows from a setting that cannot be read only as that",
    {
      ...stack([service("web", { ...route(100), cpu: 128 })]),
      "slipway:cluster": { instances: { size: 3 } },
      "slipway:loadBalancer": { domian: {} },
    },
    [
      /^cluster\.instances\.instanceType: is missing/,
      /^cluster\.instances\.maxSize: is missing/,
      /^cluster\.instances\.size: unknown key/,
      /^loadBalancer\.domian: unknown key/,
    ],
  ],
  [
    "a key of a service that is wrong, beside what is wrong with its others",
    stack([service("web", { cpu: 300, discovery: { via: "sc", port: 8080 } })]),
    [
      'services[0].discovery.via: "sc" is not allowed; allowed are dns, serviceConnect',
      /^services\[0\]\.cpu: 300 is not a size of Fargate/,
    ],
  ],
  [
    "A2 connections that lead nowhere",
    stack([service("web", { connectsTo: ["web", "databse", "queue"] }), service("database", found), service("queue")]),
    [
      'services[0].connectsTo[0]: "web" is this service itself',
      'services[0].connectsTo[1]: there is no service "databse"; did you mean "database"?',
      'services[0].connectsTo[2]: service "queue" has no discovery; give it one',
    ],
  ],
  [
    "a connection that is listed twice",
    stack([service("web", { connectsTo: ["database", "database"] }), service("database", found)]),
    ['services[0].connectsTo[1]: "database" is listed twice'],
  ],
  [
    "services that connect in a circle",
    stack([
      service("web", { ...found, connectsTo: ["api"] }),
      service("api", { ...found, connectsTo: ["web"] }),
      service("outside", { connectsTo: ["api"] }),
    ]),
    ["services[1].connectsTo: services connect in a circle: web -> api -> web; take one connection out"],
  ],
  [
    "A4 volumes of file systems that are not there",
    stack(
      [
        service("one", volume({ fileSystem: "dta", accessPoint: "charts" })),
        service("two", volume({ fileSystem: "data" })),
        service("three", volume({ fileSystem: "data", accessPoint: "chart" })),
        service("four", volume({ accessPoint: "charts" })),
      ],
      [DATA],
    ),
    [
      'services[0].volumes[0].fileSystem: there is no file system "dta"; did you mean "data"?',
      "services[1].volumes[0].accessPoint: is missing; allowed are charts, database",
      'services[2].volumes[0].accessPoint: file system "data" has no access point "chart"; did you mean "charts"?',
      "services[3].volumes[0].accessPoint: is given without fileSystem; name the file system, or leave both out for an empty volume",
    ],
  ],
  [
    "a volume where there is no file system at all",
    stack([service("one", volume({ fileSystem: "data", accessPoint: "charts" }))]),
    ['services[0].volumes[0].fileSystem: there is no file system "data"; there is none at all'],
  ],
  [
    "a shape that is wrong, beside relations that are",
    stack([
      service("one", { cpu: "much" }),
      service("two", route(7)),
      service("three", route(7, { hosts: ["b.example.com"] })),
    ]),
    [
      'services[0].cpu: "much" is not a number',
      'services[2].route.priority: 7 is taken by service "two"; priorities are unique per load balancer',
    ],
  ],
  [
    "a strategy that is misspelt, and a key of another strategy",
    stack([
      service("one", { deployment: { strategy: "bluegreen" } }),
      service("two", { deployment: { strategy: "rolling", bakeMinutes: 5 } }),
    ]),
    [
      'services[0].deployment.strategy: "bluegreen" is not allowed; allowed are rolling, blueGreen, canary, linear; did you mean "blueGreen"?',
      "services[1].deployment.bakeMinutes: unknown key; allowed are strategy, minimumHealthyPercent, maximumPercent",
    ],
  ],
];

describe("Services in settings", () => {
  for (const [title, changes, expected] of WRONG) {
    it(`refuses ${title}`, () => {
      const problems = problemsOf(changes);
      assert.equal(problems.length, expected.length, problems.join("\n"));
      for (const text of expected) {
        const isFound = problems.some((problem) => (typeof text === "string" ? problem === text : text.test(problem)));
        assert.ok(isFound, `${text} in\n${problems.join("\n")}`);
      }
    });
  }

  it("tells no consequence of a part of a service that cannot be read", () => {
    const serverErrors = { threshold: 10 };
    const scaling = { min: 1, max: 2, cpuPercent: 60, requestsPerTarget: 100, serverErrors };
    const deployment = { strategy: "blueGreen" };
    const parts = { ...route(100, { priority: "100" }), scaling, deployment };
    assert.deepEqual(problemsOf(stack([service("api", parts)])), ['services[0].route.priority: "100" is not a number']);
    const [container] = service("api").containers as Raw[];
    const containers = [{ ...container, mounts: [{ volume: "data", path: "/data" }] }];
    const found = problemsOf(stack([service("api", { containers, volumes: [{ name: 1 }] })]));
    assert.deepEqual(found, ['services[0].volumes[0].name: 1 is not a text; write it in quotes: "1"']);
  });

  it("T11 takes desired counts, and fills in what is left out", () => {
    const { settings } = resolve(stack([service("web", { ...route(100), desiredCount: 3 })]));
    const [web] = settings.services;
    assert.equal(web!.desiredCount, 3);
    assert.deepEqual(web!.deployment, { strategy: "rolling", minimumHealthyPercent: 100, maximumPercent: 200 });
    assert.equal(web!.route!.healthCheck.matcher, "200");
  });

  it("lets a narrower rule stand before a wider one", () => {
    assert.deepEqual(
      problemsOf(stack([service("api", route(100, { paths: ["/api/*"] })), service("site", route(200))])),
      [],
    );
  });

  it("T10 says of no rule that it is never reached if a request reaches it", () => {
    const pattern = fc
      .array(fc.constantFrom("a", "b", "*", "?"), { minLength: 1, maxLength: 4 })
      .map((all) => all.join(""));
    fc.assert(
      fc.property(pattern, pattern, fc.array(fc.constantFrom("a", "b"), { maxLength: 5 }), (first, second, letters) => {
        const services = [first, second].map((path, i) => ({
          name: `s${i}`,
          route: { priority: i + 1, hosts: [], paths: [path] },
          deployment: { strategy: "rolling" },
        })) as unknown as ServiceSettings[];
        const isReported = checkRoutes(services).length > 0;
        const text = letters.join("");
        const matches = (glob: string) => new RegExp(`^${glob.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);
        // What is reported as covered must be: no text may match the second rule and not the first.
        return !isReported || !matches(second) || matches(first);
      }),
    );
  });
});
