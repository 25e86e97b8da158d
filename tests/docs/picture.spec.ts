import assert from "node:assert/strict";
import { hostname } from "node:os";
import path from "node:path";
import { planForPicture } from "../../docs/generate/picture";
import { drawPicture } from "../../docs/generate/picture/document";
import type { PictureModel } from "../../docs/generate/picture/model";
import { readPicture } from "../../docs/generate/picture/read";
import type { PlannedStack } from "../../docs/generate/picture/resources";

const ROOT = path.resolve(__dirname, "../..");

describe("Picture of a planned stack", () => {
  let plans: Record<"prod" | "dev", PlannedStack>;

  before(async () => {
    plans = await planForPicture(ROOT, "prod", "dev");
  });

  /** The part of the model that does not change with every new rule or resource. */
  function architectureOf(stack: "prod" | "dev"): Omit<PictureModel, "resources" | "policies"> {
    const { resources, policies, ...architecture } = readPicture(plans[stack]);
    assert.ok(resources > 0 && policies.length > 0);
    return architecture;
  }

  it("shows prod as it is planned", () => {
    assert.deepEqual(architectureOf("prod"), {
      environment: "acme-shop-prod",
      region: "us-west-2",
      label: "offline plan: no state, no provider checks",
      network: {
        cidr: "10.60.0.0/16",
        zones: [
          zone("us-west-2a", true, ["10.60.0.0/24", "10.60.16.0/20", "10.60.32.0/24"]),
          zone("us-west-2b", true, ["10.60.64.0/24", "10.60.80.0/20", "10.60.96.0/24"]),
          zone("us-west-2c", true, ["10.60.128.0/24", "10.60.144.0/20", "10.60.160.0/24"]),
        ],
        databaseReachesInternet: false,
        flowLogs: "ALL",
        gatewayEndpoints: ["s3"],
        interfaceEndpoints:
          "ec2messages ecr.api ecr.dkr ecs ecs-agent ecs-telemetry kms logs monitoring secretsmanager ssm ssmmessages sts".split(
            " ",
          ),
        endpointClients: [
          { group: "couchdb-database", ports: ["443"] },
          { group: "application", ports: ["443"] },
          { group: "instances", ports: ["443"] },
        ],
      },
      cluster: {
        name: "acme-shop-prod-cluster",
        instances: [{ type: "m7g.large", min: 3, max: 12 }],
        fargate: ["FARGATE", "FARGATE_SPOT"],
        insights: "enhanced",
        services: [{ name: "web", tasks: "3–12", strategy: "canary" }],
      },
      loadBalancer: {
        name: "acme-shop-prod-alb",
        internal: false,
        locked: true,
        domains: ["shop.example.com"],
        webAcl: "acme-edge",
        entrances: [{ cidr: "0.0.0.0/0", ports: ["80", "443"] }],
        targets: [{ group: "web-tasks", ports: ["8080"] }],
        listeners: [
          { port: 80, protocol: "HTTP", tls: undefined, answer: "redirect to HTTPS 443" },
          { port: 443, protocol: "HTTPS", tls: "TLS13-1-2-2021-06", answer: "404 unless a rule matches" },
        ],
      },
      database: {
        name: "couchdb",
        instanceType: "m7g.xlarge",
        volume: "gp3 volume of 500 GiB",
        locked: true,
        clients: [{ group: "web-tasks", ports: ["5984"] }],
      },
      exits: ["443"],
      healthChecks: [{ name: "site", url: "https://shop.example.com/health", intervalSeconds: 10 }],
      regions: [
        {
          name: "us-west-2",
          topics: [
            { name: "operations", subscribers: 2, encrypted: true },
            { name: "build", subscribers: 1, encrypted: true },
          ],
          alarms: [
            {
              topic: "operations",
              names: [
                ...["backup-failed", "backup-missed", "disk-80", "disk-90", "disk-root", "drill-failed", "memory"].map(
                  (what) => `couchdb-${what}`,
                ),
                ...["status-instance", "status-system", "status-volume", "unhealthy"].map((what) => `couchdb-${what}`),
                ...["alternate", "primary"].flatMap((place) =>
                  ["errors", "latency", "unhealthy"].map((what) => `web-${place}-${what}`),
                ),
                ...["cpu", "memory", "missing"].map((what) => `web-tasks-${what}`),
                "alb-errors",
                "capacity-reservation",
                "instances-at-maximum",
                "latency",
                ...[1, 2, 3].flatMap((number) => [`nat-${number}-drops`, `nat-${number}-ports`]),
                "rejected",
                "target-errors",
              ],
            },
          ],
          keys: [
            { name: "topics", rotated: true, locked: true },
            { name: "couchdb-key", rotated: true, locked: true },
          ],
          logGroups: ["couchdb", "web-logs", "ecs-exec", "insights", "flow-logs"].map((name) => ({ name, days: 365 })),
        },
        {
          name: "us-east-1",
          topics: [{ name: "health", subscribers: 1, encrypted: true }],
          alarms: [{ topic: "health", names: ["health-site"] }],
          keys: [{ name: "health", rotated: true, locked: true }],
          logGroups: [{ name: "health-forwarder", days: 365 }],
        },
      ],
      forwarders: [{ name: "health-forwarder", region: "us-east-1", from: "health", to: "operations" }],
      buckets: [
        { name: "couchdb-backups", expirationDays: 1100, locked: true },
        { name: "access-logs", expirationDays: 365, locked: true },
      ],
    });
  });

  it("shows dev with one NAT gateway, two zones, and nothing that only prod has", () => {
    const { network, cluster, loadBalancer, database, regions, ...others } = architectureOf("dev");
    assert.deepEqual(network, {
      cidr: "10.40.0.0/16",
      zones: [
        zone("us-west-2a", true, ["10.40.0.0/24", "10.40.16.0/20", "10.40.32.0/24"]),
        zone("us-west-2b", false, ["10.40.64.0/24", "10.40.80.0/20", "10.40.96.0/24"]),
      ],
      databaseReachesInternet: true,
      flowLogs: "REJECT",
      gatewayEndpoints: ["s3"],
      interfaceEndpoints: [],
      endpointClients: [],
    });
    assert.deepEqual([database?.instanceType, database?.locked], ["t3.small", false]);
    assert.deepEqual(cluster.instances, [{ type: "t3.medium", min: 1, max: 3 }]);
    assert.deepEqual([loadBalancer?.locked, loadBalancer?.webAcl], [false, undefined]);
    assert.deepEqual(
      regions.map(({ name, topics, keys }) => [name, topics.map(({ subscribers }) => subscribers), keys]),
      [["us-west-2", [1, 0], [{ name: "topics", rotated: true, locked: false }]]],
    );
    assert.deepEqual([others.healthChecks, others.forwarders], [[], []]);
    assert.deepEqual(others.buckets, [
      { name: "couchdb-backups", expirationDays: 400, locked: false },
      { name: "access-logs", expirationDays: 14, locked: false },
    ]);
  });

  it("counts resources and rules as the plan's own summary does", () => {
    const { resources, policies } = readPicture(plans.prod);
    const managed = plans.prod.deployment.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
    assert.equal(resources, managed.length);
    const [{ version, passed, rules }] = plans.prod.policy.packs as [PlannedStack["policy"]["packs"][number]];
    assert.deepEqual(policies, [`slipway ${version}: ${passed} of ${rules} rules without findings`]);
  });

  it("refuses a stack without a network of its own", () => {
    const resources = plans.dev.deployment.resources.filter(({ type }) => type !== "awsx:ec2:Vpc");
    assert.throws(() => readPicture({ ...plans.dev, deployment: { resources } }), /exactly one awsx:ec2:Vpc/);
  });

  for (const [stack, expected] of Object.entries({
    prod: {
      NAT: 3,
      "8080": 3,
      "5984": 1,
      "Database couchdb, in one of the zones": 1,
      "m7g.xlarge  ·  gp3 volume of 500 GiB  ·  TCP 5984 from web-tasks": 1,
      "WAF acme-edge": 1,
      "us-east-1": 1,
      "13 interface endpoints for couchdb-database and application and instances": 1,
    },
    dev: { NAT: 1, "8080": 2, "WAF acme-edge": 0, "us-east-1": 0, "2 subscribers  ·  encrypted": 0 },
  })) {
    describe(stack, () => {
      const draw = () => drawPicture(readPicture(plans[stack as "prod" | "dev"]));

      it("is drawn from the model", () => {
        const drawn = textsOf(draw());
        for (const [content, times] of Object.entries(expected)) {
          assert.equal(drawn.filter((each) => each === content).length, times, `${content} in ${drawn.join("; ")}`);
        }
      });

      it("leaves no text out and no box outside the picture", () => {
        const svg = draw();
        assert.deepEqual(
          textsOf(svg).filter((content) => content.includes("…")),
          [],
        );
        const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number) as [number, number, number];
        for (const [rect, ...sides] of svg.matchAll(/<rect x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"/g)) {
          const [x, y, w, h] = sides.map(Number) as [number, number, number, number];
          assert.ok(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= width && y + h <= height, rect);
        }
      });

      it("is well-formed XML with a title and a description", () => {
        const svg = draw();
        assertWellFormed(svg);
        assert.match(
          svg,
          /^<svg [^>]*role="img" aria-labelledby="title description">\n<title id="title">[^<]+<\/title>\n<desc/,
        );
      });

      it("refers to nothing outside itself, and not to this machine", () => {
        const svg = draw().replace('xmlns="http://www.w3.org/2000/svg"', "");
        assert.doesNotMatch(svg, /<(script|image|foreignObject|use|a)\b|href|@import|url\((?!#)|:\/\//);
        for (const name of [ROOT, hostname()]) assert.ok(!svg.includes(name), name);
      });
    });
  }

  it("escapes names", () => {
    const model = readPicture(plans.prod);
    const svg = drawPicture({ ...model, environment: `<a & "b">` });
    assertWellFormed(svg);
    assert.ok(textsOf(svg).includes("&lt;a &amp; &quot;b&quot;&gt;"));
  });
});

function zone(name: string, natGateway: boolean, [outer, application, database]: [string, string, string]) {
  return { name, natGateway, subnets: { public: outer, application, database } };
}

function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, content]) => content!);
}

/** The XML that the picture uses: elements, quoted attributes that differ, the predefined entities. */
function assertWellFormed(xml: string): void {
  const token =
    /<(?<end>\/?)(?<name>[a-zA-Z]+)(?<attributes>(?:\s+[\w:-]+="(?:[^"<&]|&(?:amp|lt|gt|quot);)*")*)(?<empty>\/?)>|[^<&]+|&(?:amp|lt|gt|quot);/gy;
  const open: string[] = [];
  let read = 0;
  for (const { 0: text, index, groups } of xml.trimEnd().matchAll(token)) {
    read = index + text.length;
    const { name, end, empty, attributes = "" } = groups ?? {};
    const names = [...attributes.matchAll(/([\w:-]+)="/g)].map(([, attribute]) => attribute);
    assert.equal(new Set(names).size, names.length, text);
    if (name === undefined) assert.ok(open.length > 0 || text.trim() === "", `text outside the document: ${text}`);
    else if (end) assert.equal(open.pop(), name, text);
    else if (!empty) open.push(name);
  }
  assert.equal(read, xml.trimEnd().length, `not XML: ${xml.slice(read, read + 80)}`);
  assert.deepEqual(open, []);
}
