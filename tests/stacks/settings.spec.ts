import assert from "node:assert/strict";
import fc from "fast-check";
import { settingsSchema } from "../../stacks/settings/schema";
import { resolveStack, SettingsError } from "../../stacks/settings/resolve";
import { RIGHT, balancer, instances, network, problemsOf, resolve, type Options } from "./settingsOf";

/** One wrong setting each, with the exact words that a user reads. */
const WRONG: [string, Record<string, unknown>, (string | RegExp)[], Options?][] = [
  ["unknown key with its nearest", { "slipway:netwrk": 1 }, ['netwrk: unknown key; did you mean "network"?']],
  ["unknown nested key", network({ zons: [] }), ['network.zons: unknown key; did you mean "zones"?']],
  [
    "unknown key far from any",
    { "slipway:notifications": { pager: [] } },
    ["notifications.pager: unknown key; allowed are operations, build"],
  ],
  ["unknown region", { "aws:region": "us-west-9" }, ['region: "us-west-9" is not allowed; did you mean "us-west-1"?']],
  ["missing region", { "aws:region": undefined }, ["region: is missing; give one such as us-west-2"]],
  [
    "misspelt key of what is missing then, once",
    { "slipway:network": undefined, "slipway:netwrk": RIGHT["slipway:network"] },
    ['netwrk: unknown key; did you mean "network"?'],
  ],
  [
    "misspelt nested key of what is missing then, once",
    network({ cidr: undefined, cdir: "10.10.0.0/16" }),
    ['network.cdir: unknown key; did you mean "cidr"?'],
  ],
  [
    "misspelt namespace",
    { "slipway:owner": undefined, "slipwya:owner": "acme" },
    ['slipwya:owner: unknown key; did you mean "slipway:owner"?'],
  ],
  [
    "misspelt namespace of a setting that may be left out",
    { "slipwya:cluster": {} },
    ['slipwya:cluster: unknown key; did you mean "slipway:cluster"?'],
  ],
  [
    "misspelt region",
    { "aws:region": undefined, "aws:regoin": "us-west-2" },
    ['aws:regoin: unknown key; did you mean "aws:region"?'],
  ],
  [
    "missing network, with what each kind needs",
    { "slipway:network": undefined },
    ["network: is missing; give `kind: new` with cidr, zones, natGateways, or `kind: existing` with vpcId, subnetIds"],
  ],
  [
    "unknown stage",
    { "slipway:stage": "prodution" },
    ['stage: "prodution" is not allowed; allowed are development, staging, production; did you mean "production"?'],
  ],
  [
    "owner that is no name",
    { "slipway:owner": "Acme Corp" },
    ['owner: "Acme Corp" is not a name; lower-case letters, digits and single dashes, a letter first'],
  ],
  [
    "owner that capacity providers refuse",
    { "slipway:owner": "awsteam" },
    ['owner: "awsteam" begins with aws, ecs or fargate, which ECS refuses in names of capacity providers; use another'],
  ],
  [
    "names too long together",
    { "slipway:owner": "an-owner-of-20-chars", "slipway:project": "a-project-of-20-char" },
    [
      'owner: owner, project and stack make "an-owner-of-20-chars-a-project-of-20-char-uat" of 45 characters; at most 39 leave room for AWS names: shorten one',
    ],
  ],
  [
    "kind of network",
    { "slipway:network": { kind: "nw" } },
    ['network.kind: "nw" is not allowed; allowed are new, existing; did you mean "new"?'],
  ],
  [
    "range that is none",
    network({ cidr: "10.10.0.0" }),
    ['network.cidr: "10.10.0.0" is not an IPv4 range in canonical form, such as 10.10.0.0/16'],
  ],
  [
    "range with host bits",
    network({ cidr: "10.10.3.0/16" }),
    ['network.cidr: "10.10.3.0/16" is not an IPv4 range in canonical form, such as 10.10.0.0/16'],
  ],
  [
    "subnets that do not fit",
    network({ cidr: "10.10.0.0/22" }),
    [
      "network.subnets: public /24, application /20, database /24 do not fit into a zone's share of 10.10.0.0/22, a /24; use larger prefix lengths or a larger cidr",
    ],
  ],
  [
    "zone of another region",
    network({ zones: ["us-west-2a", "us-east-1b"] }),
    ['network.zones[1]: "us-east-1b" is not a zone of us-west-2; give one such as us-west-2a'],
  ],
  ["no zones", network({ zones: [] }), ["network.zones: is empty; give at least one zone, such as us-west-2a"]],
  [
    "one zone in production",
    { "slipway:stage": "production", ...network({ zones: ["us-west-2a"], natGateways: "perZone" }) },
    ["network.zones: has one zone (us-west-2a); production needs two or more"],
  ],
  [
    "one NAT gateway in production",
    { "slipway:stage": "production" },
    ['network.natGateways: "single" stops every zone when its own fails; production needs "perZone" or "none"'],
  ],
  [
    "no way out of the network",
    network({ natGateways: "none" }),
    [
      'network.natGateways: "none" with endpoints "s3" leaves tasks without ECR and logs; use endpoints "full", or a NAT gateway',
    ],
  ],
  [
    "existing VPC without subnets",
    { "slipway:network": { kind: "existing", vpcId: "vpc-4d4bec2b", subnetIds: [] } },
    [
      "network.subnetIds: is empty; give the subnets of vpc-4d4bec2b to use, two in different zones for a load balancer",
    ],
  ],
  [
    "existing VPC with no mention of subnets",
    { "slipway:network": { kind: "existing", vpcId: "vpc-4d4bec2b" } },
    ["network.subnetIds: is missing; give a list"],
  ],
  [
    "existing VPC with one subnet for a load balancer",
    {
      "slipway:network": { kind: "existing", vpcId: "vpc-4d4bec2b", subnetIds: ["subnet-d7ad4ca1"] },
      ...balancer({ protocol: "http" }),
    },
    ["network.subnetIds: has one subnet; a load balancer needs two in different zones"],
  ],
  [
    "certificate missing for HTTPS",
    balancer({}),
    [
      "loadBalancer.certificateArn: is missing; HTTPS needs a certificate: give certificateArn, or domain to have one issued",
    ],
  ],
  [
    "certificate of another region",
    balancer({ certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1" }),
    ["loadBalancer.certificateArn: is a certificate of us-east-1; the load balancer is in us-west-2"],
  ],
  [
    "plain HTTP in production",
    {
      "slipway:stage": "production",
      ...network({ natGateways: "perZone" }),
      ...balancer({ protocol: "http" }),
    },
    ['loadBalancer.protocol: "http" sends passwords in clear text; production needs "https"'],
  ],
  [
    "name outside its zone",
    balancer({ domain: { name: "shop.example.org", hostedZone: "example.com" } }),
    ['loadBalancer.domain.name: "shop.example.org" is not in the hosted zone example.com'],
  ],
  [
    "internal load balancer open to nobody",
    balancer({ protocol: "http", scheme: "internal" }),
    ["loadBalancer.allowedCidrs: is missing; an internal load balancer needs the ranges that may connect"],
  ],
  [
    "malformed e-mail address",
    { "slipway:notifications": { operations: ["ops@example.com", "ops.example.com"] } },
    ['notifications.operations[1]: "ops.example.com" is not an e-mail address'],
  ],
  ["sizes out of order", instances({ minSize: 5 }), ["cluster.instances.maxSize: 4 is less than minSize (5)"]],
  [
    "one instance in production",
    { "slipway:stage": "production", ...network({ natGateways: "perZone" }), ...instances({ minSize: 1 }) },
    ["cluster.instances.minSize: is 1; production needs 2 or more"],
  ],
  [
    "instance type that is none",
    instances({ instanceType: "medium" }),
    ['cluster.instances.instanceType: "medium" is not an instance type such as t3.medium'],
  ],
  [
    "number out of range",
    instances({ rootVolumeGiB: 8 }),
    ["cluster.instances.rootVolumeGiB: 8 is too small; at least 30"],
  ],
  ["number that is a text", instances({ minSize: "two" }), ['cluster.instances.minSize: "two" is not a number']],
  [
    "retention that CloudWatch lacks",
    { "slipway:logRetentionDays": 8 },
    [/^logRetentionDays: 8 is not allowed; allowed are 1, 3, 5/],
  ],
  [
    "health checks with one name",
    {
      "slipway:healthChecks": [
        { name: "site", domain: "example.com" },
        { name: "site", domain: "example.org" },
      ],
    },
    ['healthChecks[1].name: "site" is taken by another health check'],
  ],
  [
    "secret in clear text",
    { "slipway:operationsWebhook": "https://events.example.com/token" },
    [
      "operationsWebhook: stands in clear text; set it again with: pulumi config set --secret slipway:operationsWebhook",
    ],
  ],
  [
    "secret that has to be read",
    {},
    [
      "network: is encrypted and cannot be read; only operationsWebhook, monitoringToken may be secret: set it again without --secret",
    ],
    { secretKeys: ["slipway:network"] },
  ],
  [
    "region under our own namespace",
    { "slipway:region": "us-west-2" },
    ["slipway:region: unknown key; the region is aws:region"],
  ],
  [
    "one zone for a load balancer",
    { ...network({ zones: ["us-west-2a"] }), ...balancer({ protocol: "http" }) },
    ["network.zones: has one zone (us-west-2a); a load balancer needs two or more"],
  ],
  [
    "tags that fight the required ones",
    { "slipway:tags": { owner: "me", "aws:team": "x", team: "a", Team: "b" } },
    [
      "tags.owner: is written by the components; use another key",
      "tags.aws:team: begins with aws:, which AWS keeps for itself; use another key",
      "tags.Team: is written by the components; use another key",
    ],
  ],
  [
    "ranges listed twice, or none",
    balancer({ protocol: "http", allowedCidrs: ["10.0.0.0/8", "10.0.0.0/8"] }),
    ['loadBalancer.allowedCidrs[1]: "10.0.0.0/8" is listed twice'],
  ],
  [
    "an alias that is the name",
    balancer({ domain: { name: "a.example.com", aliases: ["a.example.com"], hostedZone: "example.com" } }),
    ['loadBalancer.domain.aliases: repeats the name "a.example.com"; remove it'],
  ],
  [
    "a hosted zone that is neither name nor id",
    balancer({ domain: { name: "a.example.com", hostedZone: "zone" } }),
    ['loadBalancer.domain.hostedZone: "zone" is neither a domain name nor an id such as Z2ABCDEFGHIJKL'],
  ],
  [
    "web ACL of another region",
    balancer({ protocol: "http", webAclArn: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/edge/1" }),
    ["loadBalancer.webAclArn: is a web ACL of eu-west-1; the load balancer is in us-west-2"],
  ],
  [
    "health checks where us-east-1 is out of reach",
    {
      "aws:region": "cn-north-1",
      ...network({ zones: ["cn-north-1a", "cn-north-1b"] }),
      "slipway:healthChecks": [{ name: "site", domain: "example.com" }],
    },
    ["healthChecks: need us-east-1, which an account of cn-north-1 does not reach; remove them"],
  ],
  [
    "overlap with another stack",
    {},
    ['network.cidr: 10.10.0.0/16 overlaps 10.0.0.0/8 of stack "prod"; give each stack a range of its own'],
    { siblings: [{ stack: "prod", cidr: "10.0.0.0/8" }, { stack: "dev", cidr: "10.11.0.0/16" }, { stack: "old" }] },
  ],
];

describe("Settings", () => {
  for (const [what, changes, expected, options] of WRONG) {
    it(`T15 refuses ${what}`, () => {
      const problems = problemsOf(changes, options);
      assert.equal(problems.length, expected.length, problems.join("\n"));
      for (const [i, text] of expected.entries()) {
        if (typeof text === "string") assert.equal(problems[i], text);
        else assert.match(problems[i]!, text);
      }
    });
  }

  it("reports every problem at once, those of settings that are right themselves included", () => {
    const problems = problemsOf({
      "slipway:netwrk": 1,
      ...instances({ minSize: "two" }),
      ...network({ cidr: "10.10.3.0/16" }),
      "slipway:notifications": { operations: ["nobody"] },
    });
    assert.deepEqual(
      problems.map((problem) => problem.split(":")[0]),
      ["netwrk", "cluster.instances.minSize", "network.cidr", "notifications.operations[0]"],
    );
  });

  it("names the stack, and each problem on a line of its own with the key that the file has", () => {
    assert.throws(() => resolve({ "aws:region": "mars-1", "slipway:owner": undefined }), {
      name: "SettingsError",
      message:
        /^the settings of stack "uat" have 2 problems:\n {2}aws:region: "mars-1" is not allowed; .*\n {2}owner: is missing/,
    });
  });

  it("refuses a stack whose name cannot be part of AWS names", () => {
    for (const stack of ["v1.2", "my_stack", "Dev", "1st"]) {
      assert.throws(() => resolveStack({ stack, config: RIGHT, secretKeys: [], siblings: [] }), {
        message: new RegExp(`stack: the stack's name "${stack.replace(".", "\\.")}" is part of AWS names`),
      });
    }
  });

  it("reads settings as Pulumi passes them, all text, as well as from YAML", () => {
    const text = Object.fromEntries(
      Object.entries({ ...RIGHT, "slipway:logRetentionDays": 90 }).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    );
    const { settings } = resolveStack({ stack: "uat", config: text, secretKeys: [], siblings: [] });
    assert.equal(settings.logRetentionDays, 90);
    assert.deepEqual(settings.network, resolve({}).settings.network);
  });

  it("fills in defaults, and leaves other namespaces alone", () => {
    const { settings, context } = resolve({ "aws:profile": "work", "aws:stsRegion": "us-west-2", "other:key": 1 });
    assert.equal(settings.cluster.containerInsights, "enhanced");
    assert.deepEqual(settings.network.kind === "new" && settings.network.subnets, {
      public: 24,
      application: 20,
      database: 24,
    });
    assert.equal(context.prefix, "acme-shop-uat");
  });

  it("A8 protects data outside development until the stack is torn down on purpose", () => {
    assert.equal(resolve({}).context.protectData, true);
    assert.equal(resolve({ "slipway:teardown": true }).context.protectData, false);
    assert.equal(resolve({ "slipway:stage": "development" }).context.protectData, false);
  });

  it("keeps complete settings as they are: parsing twice changes nothing", () => {
    const { settings } = resolve({ ...instances({}), ...balancer({ protocol: "http" }) });
    assert.deepEqual(settingsSchema.parse(JSON.parse(JSON.stringify(settings))), settings);
  });

  it("answers any configuration with settings or problems, never with another error", () => {
    const keys = fc.constantFrom(...Object.keys(settingsSchema.shape).map((key) => `slipway:${key}`), "aws:region");
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue({ maxDepth: 4 })), (changes) => {
        try {
          resolve(changes);
        } catch (error) {
          assert.ok(error instanceof SettingsError, String(error));
        }
      }),
    );
  });
});
