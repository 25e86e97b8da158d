import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { FileSystem } from "../../../components/ecsService/fileSystem";
import type { FileSystemArgs } from "../../../components/ecsService/fileSystem/args";
import { allowMounts } from "../../../components/ecsService/fileSystem/mounts";
import { validateFileSystem } from "../../../components/ecsService/fileSystem/validation";
import { createTask } from "../../../components/ecsService/task";
import { Environment } from "../../../components/environment";
import type { EnvironmentArgs } from "../../../components/environment/args";
import { Scope } from "../../../components/shared/scope";
import { isAllowed, type Statement } from "../../support/iam";
import { record, Recording } from "../../support/recorder";
import { argsOf as environmentArgs, contextOf } from "../environments";
import { containerOf, NAME as SERVICE, taskArgs } from "./tasks";

const NAME = "buildit-twig-integration-data";
const TARGET = "aws:efs/mountTarget:MountTarget";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

type Args = Omit<FileSystemArgs, "environment">;

function argsOf(changes: Partial<Args> = {}): Args {
  const accessPoints = [
    { name: "database", path: "/database", uid: 999, gid: 999, permissions: "0700" },
    { name: "charts", path: "/charts", uid: 1000, gid: 1001 },
  ];
  return { context: contextOf(), name: "data", accessPoints, ...changes };
}

interface Options {
  environment?: Partial<EnvironmentArgs>;
  preview?: boolean;
}

/** A file system, and a service that mounts both of its access points. */
async function build(changes: Partial<Args> = {}, { environment = {}, preview = false }: Options = {}) {
  let mounted: Record<string, unknown> = {};
  const all = await record(preview, () => {
    const own = argsOf(changes);
    const host = new Environment(own.context.prefix, environmentArgs({ context: own.context, ...environment }));
    const files = new FileSystem(NAME, { ...own, environment: host });
    pulumi.output(files.outputs()).apply((outputs) => (mounted = outputs));
    const accessPoints = ["database", "charts"].map((name) => ({ name, accessPoint: files.accessPoint(name) }));
    const mounts = [{ volume: "database", path: "/a" }];
    const args = { ...taskArgs({ containers: [containerOf({ mounts })], volumes: accessPoints }), environment: host };
    const service = new pulumi.ComponentResource("tests:index:Service", SERVICE);
    const scope = new Scope(SERVICE, own.context, service);
    createTask(scope, args, allowMounts(scope, { id: "sg-tasks" }, args));
  });
  const below = (name: string) => new Recording(all.resources.filter(({ parent }) => parent === name));
  return { all, files: below(NAME), service: below(SERVICE), outputs: mounted };
}

describe("FileSystem", () => {
  let built: Awaited<ReturnType<typeof build>>;
  before(async () => {
    built = await build();
  });

  it("A4 is encrypted, saved every day, and has a mount target in each zone", () => {
    const { files } = built;
    assert.equal(files.one("aws:efs/fileSystem:FileSystem").inputs.encrypted, true);
    assert.deepEqual(files.one("aws:efs/backupPolicy:BackupPolicy").inputs.backupPolicy, { status: "ENABLED" });
    assert.deepEqual(
      files.all(TARGET).map(({ inputs }) => [inputs.subnetId, inputs.securityGroups]),
      ["us-west-2a", "us-west-2b"].map((zone) => [`subnet-database-${zone}`, [`${NAME}-efs-id`]]),
    );
  });

  it("A1 A4 is reached in the given subnets of an existing VPC", async () => {
    const subnetIds = ["subnet-d7ad4ca1", "subnet-83a890da", "subnet-0a1b2c3d"];
    const subnets = async (databaseSubnetIds?: string[]) => {
      const network = { kind: "existing" as const, vpcId: "vpc-4d4bec2b", subnetIds, databaseSubnetIds };
      const { files } = await build({}, { environment: { network } });
      return files.all(TARGET).map(({ inputs }) => inputs.subnetId as string);
    };
    assert.deepEqual(await subnets(), subnetIds);
    assert.deepEqual(await subnets(subnetIds.slice(1)), subnetIds.slice(1));
  });

  it("A4 shows each access point its own directory, as a user that is never root", () => {
    assert.deepEqual(
      built.files
        .all("aws:efs/accessPoint:AccessPoint")
        .map(({ name, inputs }) => [name, inputs.posixUser, inputs.rootDirectory]),
      [
        [
          `${NAME}-database`,
          { uid: 999, gid: 999 },
          { path: "/database", creationInfo: { ownerUid: 999, ownerGid: 999, permissions: "0700" } },
        ],
        [
          `${NAME}-charts`,
          { uid: 1000, gid: 1001 },
          { path: "/charts", creationInfo: { ownerUid: 1000, ownerGid: 1001, permissions: "0750" } },
        ],
      ],
    );
  });

  it("A4 admits roles that may, over TLS and through an access point; nobody without a role, and nobody as root", () => {
    const { inputs } = built.files.one("aws:efs/fileSystemPolicy:FileSystemPolicy");
    const policy: Statement[] = JSON.parse(inputs.policy).Statement;
    const resource = `arn:aws:efs:us-west-2:123456789012:${NAME}-efs`;
    const mount = "elasticfilesystem:ClientMount";
    const right = { "aws:SecureTransport": "true", "elasticfilesystem:AccessPointArn": "arn:point" };
    const role: Statement[] = [{ Effect: "Allow", Action: "elasticfilesystem:*", Resource: resource }];
    const may = (action: string, context: Record<string, string>, who: Statement[]) =>
      isAllowed({ action, resource, context }, who, policy);
    assert.equal(may(mount, right, role), true);
    assert.equal(may("elasticfilesystem:ClientWrite", right, role), true);
    assert.equal(may(mount, right, []), false, "without a role");
    assert.equal(may(mount, { ...right, "aws:SecureTransport": "false" }, role), false, "without TLS");
    assert.equal(may(mount, { "aws:SecureTransport": "true" }, role), false, "past the access points");
    assert.equal(may("elasticfilesystem:ClientRootAccess", right, role), false, "as root");
  });

  it("A4 is mounted by tasks over TLS, by their role, through the access point", () => {
    const { volumes } = built.service.one("aws:ecs/taskDefinition:TaskDefinition").inputs;
    assert.deepEqual(volumes[0], {
      name: "database",
      efsVolumeConfiguration: {
        fileSystemId: `${NAME}-efs-id`,
        transitEncryption: "ENABLED",
        authorizationConfig: { accessPointId: `${NAME}-database-id`, iam: "ENABLED" },
      },
    });
  });

  it("lets the tasks of each service that mounts reach port 2049, and nothing else", () => {
    const rule = ({ inputs }: { inputs: Record<string, any> }) => [
      inputs.securityGroupId,
      inputs.referencedSecurityGroupId,
      inputs.ipProtocol,
      inputs.fromPort,
      inputs.toPort,
    ];
    const mine = built.all.all(INGRESS).filter(({ inputs }) => inputs.securityGroupId === `${NAME}-efs-id`);
    assert.deepEqual(mine.map(rule), [[`${NAME}-efs-id`, "sg-tasks", "tcp", 2049, 2049]]);
    assert.deepEqual(built.service.all(EGRESS).map(rule), [["sg-tasks", `${NAME}-efs-id`, "tcp", 2049, 2049]]);
  });

  it("lets no task start before it can mount: targets, policy and rules come first", () => {
    const definition = built.service.one("aws:ecs/taskDefinition:TaskDefinition");
    for (const name of [
      `${NAME}-efs-1`,
      `${NAME}-efs-2`,
      `${NAME}-efs`,
      `${SERVICE}-data-from-api-2049`,
      `${SERVICE}-api-to-data-2049`,
    ]) {
      assert.ok(definition.dependencies.includes(name), name);
    }
  });

  it("A8 protects and keeps its data outside development, and only there", async () => {
    const fates = async (changes: Partial<Args>) =>
      (await build(changes)).files.resources
        .filter(({ protect, retainOnDelete }) => protect || retainOnDelete)
        .map(({ type }) => type);
    assert.deepEqual(await fates({}), []);
    const context = contextOf({ stage: "staging" });
    assert.deepEqual(await fates({ context }), ["aws:efs/fileSystem:FileSystem"]);
  });

  it("can do without backups", async () => {
    const { files } = await build({ backup: false });
    assert.deepEqual(files.one("aws:efs/backupPolicy:BackupPolicy").inputs.backupPolicy, { status: "DISABLED" });
  });

  it("A4 makes access points in an existing file system and leaves the rest to its owner", async () => {
    const { files, service } = await build({
      existing: { id: "fs-0123456789abcdef0", securityGroupId: "sg-0123456789abcdef0" },
    });
    assert.deepEqual(
      files.resources.map(({ type, inputs }) => [type, inputs.fileSystemId]),
      Array(2).fill(["aws:efs/accessPoint:AccessPoint", "fs-0123456789abcdef0"]),
    );
    assert.equal(service.one(INGRESS).inputs.securityGroupId, "sg-0123456789abcdef0");
    const [volume] = service.one("aws:ecs/taskDefinition:TaskDefinition").inputs.volumes;
    assert.equal(volume.efsVolumeConfiguration.fileSystemId, "fs-0123456789abcdef0");
  });

  it("G4 tags what can have tags, gives everything its region, and names everything after itself", () => {
    const taggable = ["FileSystem", "AccessPoint", "SecurityGroup"];
    for (const { type, name, inputs } of built.files.resources) {
      assert.equal(inputs.region, "us-west-2", name);
      assert.ok(name.startsWith(`${NAME}-`), name);
      if (taggable.some((kind) => type.endsWith(`:${kind}`)))
        assert.equal(inputs.tags?.Environment, "integration", name);
    }
  });

  it("says where it is, and that its outputs are complete", () => {
    assert.deepEqual(built.outputs, {
      fileSystemId: `${NAME}-efs-id`,
      accessPointIds: { database: `${NAME}-database-id`, charts: `${NAME}-charts-id` },
    });
    assert.ok(built.all.one("slipway:index:FileSystem").registeredOutputs);
  });

  it("registers the same resources in preview, where outputs are unknown", async () => {
    const shape = ({ files, service }: Awaited<ReturnType<typeof build>>) =>
      [...files.resources, ...service.resources].map(({ type, name }) => `${type} ${name}`).sort();
    assert.deepEqual(shape(await build({}, { preview: true })), shape(built));
  });

  it("knows no access point that it was not given", async () => {
    await record(false, () => {
      const environment = new Environment(argsOf().context.prefix, environmentArgs());
      const files = new FileSystem(NAME, { ...argsOf(), environment });
      assert.throws(() => files.accessPoint("lists"), {
        message: 'file system "data" has no access point "lists"; there are database, charts',
      });
    });
  });

  it("refuses invalid arguments with all problems before any resource exists", async () => {
    const recording = await record(false, () => {
      const args = { ...argsOf({ name: "Data", accessPoints: [] }), environment: {} as Environment };
      assert.throws(
        () => new FileSystem(NAME, args),
        (error: { message: string; errors: { propertyPath: string }[] }) => {
          assert.equal(error.message, `${NAME}: invalid arguments`);
          assert.deepEqual(
            error.errors.map(({ propertyPath }) => propertyPath),
            ["name", "accessPoints"],
          );
          return true;
        },
      );
    });
    assert.deepEqual(recording.resources, []);
  });
});

describe("Arguments of a FileSystem", () => {
  const point = { name: "charts", path: "/charts", uid: 1000, gid: 1000 };
  const WRONG: [string, Partial<Args>, string[]][] = [
    [
      "a name that is none",
      { name: "my data" },
      ['name: "my data" is not a name; lower-case letters, digits and single dashes, a letter first'],
    ],
    [
      "no access points",
      { accessPoints: [] },
      ["accessPoints: is empty; containers mount access points, give at least one"],
    ],
    [
      "access points with one name",
      { accessPoints: [point, point] },
      ['accessPoints[1].name: "charts" is taken by another access point'],
    ],
    [
      "an access point whose name is none",
      { accessPoints: [{ ...point, name: "Charts" }] },
      ['accessPoints[0].name: "Charts" is not a name; lower-case letters, digits and single dashes, a letter first'],
    ],
    ...["charts", "/", "/charts/", "/a b", "/../etc", `/${"x".repeat(100)}`].map(
      (path): [string, Partial<Args>, string[]] => [
        `the path ${path}`,
        { accessPoints: [{ ...point, path }] },
        [`accessPoints[0].path: "${path}" is not the path of a directory, such as /charts, of at most 100 characters`],
      ],
    ),
    [
      "a path too deep",
      { accessPoints: [{ ...point, path: "/a/b/c/d/e" }] },
      ['accessPoints[0].path: "/a/b/c/d/e" is 5 directories deep; at most 4'],
    ],
    [
      "root as user and group",
      { accessPoints: [{ ...point, uid: 0, gid: 0 }] },
      [
        "accessPoints[0].uid: 0 is root's; allowed is 1–4294967295",
        "accessPoints[0].gid: 0 is root's; allowed is 1–4294967295",
      ],
    ],
    [
      "numbers of users that are none",
      { accessPoints: [{ ...point, uid: 1.5, gid: 4294967296 }] },
      [
        "accessPoints[0].uid: 1.5 is out of range; allowed is 1–4294967295",
        "accessPoints[0].gid: 4294967296 is out of range; allowed is 1–4294967295",
      ],
    ],
    [
      "a mode that is none",
      { accessPoints: [{ ...point, permissions: "rwxr-x---" }] },
      ['accessPoints[0].permissions: "rwxr-x---" is not a mode of three or four octal digits, such as 0750'],
    ],
    [
      "ids of something else",
      { existing: { id: "vol-0123456789abcdef0", securityGroupId: "default" } },
      [
        'existing.id: "vol-0123456789abcdef0" is not the id of a file system, such as fs-0123456789abcdef0',
        'existing.securityGroupId: "default" is not the id of a security group, such as sg-0123456789abcdef0',
      ],
    ],
  ];
  for (const [what, changes, expected] of WRONG) {
    it(`A8 refuse ${what}`, () => {
      const found = validateFileSystem(argsOf(changes)).map(({ path, reason }) => `${path}: ${reason}`);
      assert.deepEqual(found, expected);
    });
  }

  it("are right as the examples give them", () => {
    assert.deepEqual(validateFileSystem(argsOf()), []);
    const existing = { id: "fs-0123456789abcdef0", securityGroupId: "sg-0123456789abcdef0" };
    assert.deepEqual(validateFileSystem(argsOf({ existing })), []);
  });
});
