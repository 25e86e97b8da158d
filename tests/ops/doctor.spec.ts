import assert from "node:assert/strict";
import pc from "picocolors";
import { Denied, type PrerequisiteAccount } from "../../ops/doctor/account";
import type { Finding } from "../../ops/doctor/check";
import type { OutputReader } from "../../ops/doctor/checks/stacks";
import { diagnose, isWell } from "../../ops/doctor/diagnose";
import { linesOf } from "../../ops/doctor/lines";
import type { Prerequisites } from "../../stacks/prerequisites";

const NOW = new Date("2026-11-21T12:00:00Z");
const ACCOUNT = "123456789012";
const IMAGE = `${ACCOUNT}.dkr.ecr.us-west-2.amazonaws.com/shop:1.2.3`;

/** A stack that needs one of everything. */
const NEEDED: Prerequisites = {
  region: "us-west-2",
  regions: ["us-west-2", "ap-east-1"],
  zones: ["us-west-2a", "us-west-2b"],
  networks: [
    {
      region: "us-west-2",
      vpcId: "vpc-1",
      subnetIds: ["subnet-1", "subnet-2"],
      loadBalancerSubnetIds: ["subnet-1", "subnet-2"],
    },
  ],
  certificates: [{ arn: `arn:aws:acm:us-west-2:${ACCOUNT}:certificate/c-1`, names: ["shop.example.com"] }],
  hostedZones: [
    { name: "example.com", hosts: ["shop.example.com"] },
    { name: "example.org", id: "Z1", hosts: ["shop.example.org"] },
  ],
  webAcls: [{ arn: `arn:aws:wafv2:us-west-2:${ACCOUNT}:regional/webacl/edge/1` }],
  images: [{ region: "us-west-2", id: "ami-1", architecture: "arm64" }],
  containerImages: [{ image: IMAGE }],
  instances: [{ region: "us-west-2", type: "m7g.large", most: 4 }],
  natGatewayZones: ["us-west-2a"],
  fileSystems: [{ id: "fs-1", securityGroupId: "sg-1" }],
  stacks: [{ name: "dev", outputs: ["releaseBox", "promotion"] }],
  secrets: [`arn:aws:secretsmanager:us-west-2:${ACCOUNT}:secret:shop/db-a1B2c3`],
  parameters: [`arn:aws:ssm:us-west-2:${ACCOUNT}:parameter/shop/token`],
  keys: [`arn:aws:kms:us-west-2:${ACCOUNT}:key/k-1`],
  policies: [`arn:aws:iam::${ACCOUNT}:policy/up`],
  connections: [`arn:aws:codeconnections:us-west-2:${ACCOUNT}:connection/c-2`],
  stateBuckets: ["state"],
};

const answer =
  <T>(value: T) =>
  () =>
    Promise.resolve(value);

/** An account that has all of it. */
const WELL: PrerequisiteAccount = {
  caller: answer({ account: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ops/me` }),
  regionStatus: answer("opted-in"),
  zones: answer(["us-west-2a", "us-west-2b", "us-west-2c"]),
  vpc: answer("available"),
  subnet: (_region, id) =>
    Promise.resolve({ id, vpcId: "vpc-1", zone: id === "subnet-1" ? "us-west-2a" : "us-west-2b", freeAddresses: 200 }),
  certificate: answer({ status: "ISSUED", names: ["example.com", "*.example.com"], isRenewed: true, expires: NOW }),
  hostedZone: (id) => Promise.resolve({ id, name: "example.org", isPrivate: false }),
  hostedZones: answer([
    { id: "Z2", name: "example.com", isPrivate: true },
    { id: "Z3", name: "example.com", isPrivate: false },
  ]),
  hasWebAcl: answer(true),
  machineImage: answer({ state: "available", architecture: "arm64", owner: "amazon" }),
  missingOf: answer(undefined),
  vCpus: answer(2),
  secret: answer({ isDeleted: false }),
  hasParameter: answer(true),
  key: answer("Enabled"),
  hasPolicy: answer(true),
  connection: answer("AVAILABLE"),
  bucket: answer({ isVersioned: true }),
  fileSystem: answer("available"),
  hasSecurityGroup: answer(true),
  quota: answer(16),
  used: answer(4),
};

interface Asked {
  account?: Partial<PrerequisiteAccount>;
  needed?: Partial<Prerequisites>;
  outputsOf?: OutputReader;
  versions?: Record<string, string>;
}

function ask({ account, needed, outputsOf = answer({ outputs: { releaseBox: {} } }), versions = {} }: Asked = {}) {
  const installed: Record<string, string> = { node: "v22.11.0", pulumi: "v3.300.0", ...versions };
  return diagnose(
    { ...NEEDED, ...needed },
    { Environment: "uat" },
    {
      account: { ...WELL, ...account },
      runner: (command) =>
        Promise.resolve({ code: installed[command] ? 0 : 127, stdout: installed[command]!, stderr: "" }),
      outputsOf,
      now: NOW,
    },
  );
}

/** What is wrong, as `subject: detail -> fix`. */
const wrongOf = (findings: Finding[]): string[] =>
  findings.filter(({ result }) => result === "wrong").map((one) => `${one.subject}: ${one.detail} -> ${one.fix}`);

/** One prerequisite that is not as it must be: what is asked, and how the only complaint begins and what its fix has. */
const CASES: [name: string, asked: Asked, complaint: RegExp, fix: RegExp][] = [
  ["no pulumi", { versions: { pulumi: "" } }, /^pulumi: not found on PATH/, /pulumi\.com\/docs\/install/],
  ["an old pulumi", { versions: { pulumi: "v3.1.0" } }, /^pulumi: 3\.1\.0 is too old/, /pulumi\.com/],
  ["an old Node.js", { versions: { node: "v18.0.0" } }, /^node: 18\.0\.0 is too old \(needs 20\.19/, /nodejs\.org/],
  [
    "a region that is not enabled",
    { account: { regionStatus: (name) => Promise.resolve(name === "ap-east-1" ? "not-opted-in" : "opted-in") } },
    /^region ap-east-1: is not enabled/,
    /enable-region --region-name ap-east-1/,
  ],
  [
    "a zone that is closed",
    { account: { zones: answer(["us-west-2a"]) } },
    /^zone us-west-2b: is not av/,
    /network\.zones/,
  ],
  ["no VPC", { account: { vpc: answer(undefined) } }, /^VPC vpc-1: does not exist/, /describe-vpcs/],
  [
    "a subnet of another VPC",
    {
      account: {
        subnet: (region, id) =>
          WELL.subnet(region, id).then((one) => ({ ...one!, ...(id === "subnet-2" && { vpcId: "vpc-9" }) })),
      },
    },
    /^subnet subnet-2: is in vpc-9, not in vpc-1/,
    /vpc-id,Values=vpc-1/,
  ],
  [
    "a subnet that is full",
    {
      account: {
        subnet: (region, id) =>
          WELL.subnet(region, id).then((one) => ({ ...one!, ...(id === "subnet-2" && { freeAddresses: 7 }) })),
      },
    },
    /^subnet subnet-2: has 7 addresses free, and needs 8/,
    /larger subnet/,
  ],
  [
    "subnets in one zone",
    { account: { subnet: (region, id) => WELL.subnet(region, id).then((one) => ({ ...one!, zone: "us-west-2a" })) } },
    /^subnets of the load balancer: share a zone: subnet-1 us-west-2a, subnet-2 us-west-2a/,
    /one subnet in each zone/,
  ],
  [
    "no file system",
    { account: { fileSystem: answer(undefined) } },
    /^file system fs-1: does not/,
    /describe-file-systems/,
  ],
  ["no group of it", { account: { hasSecurityGroup: answer(false) } }, /^security group sg-1: does/, /mount targets/],
  [
    "no certificate",
    { account: { certificate: answer(undefined) } },
    /^certificate c-1: does not exist/,
    /request-cert/,
  ],
  [
    "a certificate in another region",
    { needed: { certificates: [{ arn: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/c-1`, names: [] }] } },
    /^certificate c-1: is in us-east-1, the load balancer in us-west-2/,
    /--region us-west-2/,
  ],
  [
    "a certificate that waits",
    { account: { certificate: answer({ status: "PENDING_VALIDATION", names: [], isRenewed: true }) } },
    /^certificate c-1: waits for its validation/,
    /describe-certificate/,
  ],
  [
    "a certificate for other names",
    { account: { certificate: answer({ status: "ISSUED", names: ["other.example.com"], isRenewed: true }) } },
    /^certificate c-1: is for other\.example\.com, not for shop\.example\.com/,
    /with all names/,
  ],
  [
    "an imported certificate at its end",
    {
      account: {
        certificate: answer({
          ...{ status: "ISSUED", names: ["*.example.com"], isRenewed: false },
          expires: new Date("2026-12-01T12:00:00Z"),
        }),
      },
    },
    /^certificate c-1: ends in 10 days/,
    /import its successor/,
  ],
  ["no hosted zone", { account: { hostedZones: answer([]) } }, /^hosted zone example\.com: does/, /create-hosted-zone/],
  [
    "a private zone alone",
    { account: { hostedZones: answer([{ id: "Z2", name: "example.com", isPrivate: true }]) } },
    /^hosted zone example\.com: is private/,
    /public zone/,
  ],
  [
    "two zones of a name",
    { account: { hostedZones: answer(["Z3", "Z4"].map((id) => ({ id, name: "example.com", isPrivate: false }))) } },
    /^hosted zone example\.com: is the name of 2 public zones/,
    /give the id/,
  ],
  [
    "a zone of other names",
    { account: { hostedZone: (id) => Promise.resolve({ id, name: "example.net", isPrivate: false }) } },
    /^hosted zone Z1: is for example\.net, which does not have shop\.example\.org/,
    /list-hosted-zones/,
  ],
  ["no web ACL", { account: { hasWebAcl: answer(false) } }, /^web ACL edge: does not exist/, /list-web-acls/],
  ["no image", { account: { machineImage: answer(undefined) } }, /^image ami-1: does not exist in us-w/, /copy-image/],
  [
    "an image that is being made",
    { account: { machineImage: answer({ state: "pending", architecture: "arm64", owner: "me" }) } },
    /^image ami-1: is pending/,
    /wait/,
  ],
  [
    "an image for other processors",
    { account: { machineImage: answer({ state: "available", architecture: "x86_64", owner: "me" }) } },
    /^image ami-1: is for x86_64, the instance type for arm64/,
    /type's processors/,
  ],
  [
    "no such tag",
    { account: { missingOf: answer("image" as const) } },
    /shop:1\.2\.3: does not exist; its/,
    /docker push/,
  ],
  [
    "no repository",
    { account: { missingOf: answer("repository" as const) } },
    /nor does its rep/,
    /create-repository .* shop/,
  ],
  ["no secret", { account: { secret: answer(undefined) } }, /^secret shop\/db: does not exist/, /create-secret/],
  [
    "a deleted secret",
    { account: { secret: answer({ isDeleted: true }) } },
    /^secret shop\/db: is about/,
    /restore-secret/,
  ],
  ["no parameter", { account: { hasParameter: answer(false) } }, /^parameter \/shop\/token: does/, /put-parameter/],
  ["no key", { account: { key: answer(undefined) } }, /^key key\/k-1: does not exist/, /create-key/],
  ["a disabled key", { account: { key: answer("Disabled") } }, /^key key\/k-1: is Disabled/, /enable-key/],
  ["no policy", { account: { hasPolicy: answer(false) } }, /^policy up: does not exist/, /create-policy/],
  ["no connection", { account: { connection: answer(undefined) } }, /^connection c-2: does not exist/, /confirm it/],
  [
    "a pending connection",
    { account: { connection: answer("PENDING") } },
    /^connection c-2: is PENDING/,
    /Update pending/,
  ],
  ["no bucket", { account: { bucket: answer(undefined) } }, /^bucket state: does not exist/, /aws s3 mb s3:\/\/state/],
  [
    "no versions",
    { account: { bucket: answer({ isVersioned: false }) } },
    /^bucket state: .*no versions/,
    /put-bucket-ver/,
  ],
  [
    "too many vCPUs",
    { account: { used: (_region, what) => Promise.resolve(what === "vCpus" ? 9 : 0) } },
    /^vCPUs of standard instances, us-west-2: 8 for the stack and 9 for others are more than 16/,
    /--service-code ec2 --quota-code L-1216C47A --desired-value 17/,
  ],
  [
    "too many VPCs",
    { account: { used: (_region, what) => Promise.resolve(what === "vpcs" ? 16 : 0) } },
    /^VPCs, us-west-2: 1 for the stack and 16 for others are more than 16/,
    /--service-code vpc --quota-code L-F678F1CE/,
  ],
  [
    "no such instance type",
    { account: { vCpus: answer(undefined) } },
    /^instance type m7g\.large, us-west-2: is not offered/,
    /describe-instance-type-offerings/,
  ],
  ["no stack before it", { outputsOf: answer(undefined) }, /^stack dev: does not exist/, /npm run up -- dev/],
  [
    "a stack without outputs",
    { outputsOf: answer({ outputs: {} }) },
    /^stack dev: has no output releaseBox or p/,
    /run up/,
  ],
];

describe("npm run doctor", () => {
  it("A8 T15 finds everything where nothing is missing", async () => {
    const findings = await ask();
    assert.deepEqual(
      findings.filter(({ result }) => result !== "well"),
      [],
    );
    assert.ok(isWell(findings));
    const groups = [...new Set(findings.map(({ group }) => group))];
    const all = ["tools", "account", "network", "domain", "images", "secrets", "delivery", "quotas", "stacks"];
    assert.deepEqual(groups, all);
  });

  for (const [name, asked, complaint, fix] of CASES) {
    it(`A8 T15 complains of ${name}, of that alone, with a fix`, async () => {
      const findings = await ask(asked);
      const [first = "nothing", ...others] = wrongOf(findings);
      assert.deepEqual(others, []);
      assert.match(first, complaint);
      assert.match(first.split(" -> ")[1]!, fix);
      assert.equal(isWell(findings), false);
    });
  }

  it("A8 asks nothing of an account that is not that of the settings, and says which it is", async () => {
    const caller = answer({ account: "999999999999", arn: "arn:aws:iam::999999999999:user/me" });
    const asked = { caller, vpc: () => assert.fail("the account was asked") };
    const findings = await ask({ account: asked });
    assert.equal(wrongOf(findings).length, 1);
    assert.match(
      wrongOf(findings)[0]!,
      /^credentials: account 999999999999 is not that .*use credentials of account 123456789012/,
    );
    assert.equal(findings.find(({ subject }) => subject === "VPC vpc-1")?.detail, "not asked: see credentials");
  });

  it("A8 says where there are no credentials", async () => {
    const caller = () => Promise.reject(new Error("Could not load credentials from any providers"));
    assert.match(wrongOf(await ask({ account: { caller } }))[0]!, /^credentials: Could not load .*aws sso login/);
  });

  it("A8 says which permission a check lacks, and goes on", async () => {
    const findings = await ask({ account: { vpc: () => Promise.reject(new Denied("ec2:DescribeVpcs")) } });
    const open = findings.filter(({ result }) => result === "unchecked");
    assert.deepEqual(
      open.map(({ subject, detail }) => [subject, detail]),
      [["VPC vpc-1", "could not check: needs ec2:DescribeVpcs"]],
    );
    assert.ok(isWell(findings), "what could not be checked does not count as missing");
  });

  it("says what it does not ask: other registries, repositories that the stack makes, unknown quotas", async () => {
    const containerImages = [{ image: "mysql:8.4.6" }, { image: IMAGE, repository: "shop" }];
    const missingOf = answer("repository" as const);
    const findings = await ask({ needed: { containerImages }, account: { missingOf, quota: answer(undefined) } });
    assert.deepEqual(wrongOf(findings), []);
    const open = findings.filter(({ result }) => result === "unchecked").map(({ detail }) => detail);
    assert.match(open[0]!, /registry that is not asked/);
    assert.match(open[1]!, /made by the stack's pipeline/);
    assert.match(open[2]!, /AWS does not tell the quota; 1 for the stack and 4 for others/);
  });

  it("does not hide faults of its own", async () => {
    await assert.rejects(ask({ account: { vpc: () => Promise.reject(new TypeError("fault")) } }), /fault/);
  });

  it("prints a line for each check by groups, the fix below, and a verdict", async () => {
    const findings = await ask({
      account: { vpc: answer(undefined), secret: () => Promise.reject(new Denied("a:B")) },
    });
    const lines = linesOf("uat", findings, pc.createColors(false));
    assert.deepEqual(lines.slice(0, 4), [
      "tools",
      "  ✓ node  20.19 or newer",
      `  ✓ pulumi  ${lines[2]!.split("  ").at(-1)}`,
      "account",
    ]);
    const at = lines.indexOf("network");
    assert.deepEqual(lines.slice(at + 1, at + 3), [
      "  ✗ VPC vpc-1  does not exist in us-west-2",
      "      give the id of one that is there: aws ec2 describe-vpcs --region us-west-2",
    ]);
    assert.ok(lines.includes("  ? secret shop/db  could not check: needs a:B"));
    const verdict = `stack "uat" lacks 1 of the ${findings.length} things that it needs; 1 could not be checked`;
    assert.equal(lines.at(-1), verdict);
  });
});
