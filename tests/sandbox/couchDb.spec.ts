import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeInstancesCommand, DescribeVolumesCommand } from "@aws-sdk/client-ec2";
import { ListHostedZonesCommand, ListResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import type { Emulator } from "../../ops/sandbox/emulator";
import { projectRoot } from "../../ops/shared/projectRoot";
import { Load } from "../support/couchDb/load";
import type { Machine } from "../support/couchDb/machine";
import { Agent, type Ending } from "./support/agent";
import { awsCli } from "./support/awsCli";
import { clientsFor, type Clients } from "./support/clients";
import { boot } from "./support/deployedMachine";
import { assertCode, couchdb, sandbox } from "./support/sandbox";

/** A sandbox of its own, so that nothing else is in the account. */
const OWN = { SLIPWAY_SANDBOX: "couchdb-test" };
const FOLDER = join(projectRoot, ".slipway", OWN.SLIPWAY_SANDBOX);
const REGION = "us-west-2";

const INSTANCE = "acme-notes-dev-couchdb-instance";
const VOLUME = "acme-notes-dev-couchdb-data";

describe("a database through changes", () => {
  const configDir = mkdtempSync(join(tmpdir(), "slipway-database-"));
  const settingsFile = join(configDir, "Pulumi.dev.yaml");
  const database = (command: string, ...flags: string[]) =>
    sandbox([command, "dev", "--config-dir", configDir, ...flags], { env: OWN });
  let emulator: Emulator;
  let account: Clients;
  /** Plays the database's instance. */
  let machine: Machine;
  let agent: Agent | undefined;
  let answer: (line: string) => Promise<Ending>;

  before(() => cpSync(join(__dirname, "fixtures/couchdb"), configDir, { recursive: true }));
  after(async () => {
    await agent?.stop();
    await machine?.remove();
    await sandbox(["stop"], { env: OWN });
  });

  /** Runs an operator's command on the database. */
  async function operate(command: string, ...flags: string[]) {
    const { variables } = await awsCli(emulator, REGION);
    return couchdb([command, "dev", "--config-dir", configDir, ...flags], { env: variables });
  }

  /** Changes the settings as a user would; answers with the way back. */
  function edit(from: string, to: string): () => void {
    const before = readFileSync(settingsFile, "utf8");
    writeFileSync(settingsFile, before.replace(from, to));
    return () => writeFileSync(settingsFile, before);
  }

  /** The running instance, with the ids of what is attached besides its root. */
  async function instance() {
    const filters = [
      { Name: "tag:Name", Values: [INSTANCE] },
      { Name: "instance-state-name", Values: ["running"] },
    ];
    const { Reservations = [] } = await account.ec2.send(new DescribeInstancesCommand({ Filters: filters }));
    const [found, ...others] = Reservations.flatMap(({ Instances = [] }) => Instances);
    assert.deepEqual(others, []);
    return found!;
  }

  async function volume() {
    const filters = [{ Name: "tag:Name", Values: [VOLUME] }];
    const { Volumes = [] } = await account.ec2.send(new DescribeVolumesCommand({ Filters: filters }));
    assert.equal(Volumes.length, 1);
    return Volumes[0]!;
  }

  /** Where the database's name leads. */
  async function addresses() {
    const { HostedZones = [] } = await account.route53.send(new ListHostedZonesCommand({}));
    const zone = HostedZones.find(({ Name }) => Name === "acme-notes-dev-couchdb.internal.");
    const request = new ListResourceRecordSetsCommand({ HostedZoneId: zone?.Id });
    const { ResourceRecordSets = [] } = await account.route53.send(request);
    return ResourceRecordSets.filter(({ Type }) => Type === "A").flatMap(({ ResourceRecords = [] }) =>
      ResourceRecords.map(({ Value }) => Value),
    );
  }

  it("T6 stands, and a second preview changes nothing", async () => {
    assertCode(await database("up", "--yes"), 0);
    emulator = JSON.parse(readFileSync(join(FOLDER, "emulator.json"), "utf8")) as Emulator;
    account = clientsFor(emulator.port, REGION);
    assertCode(await database("preview", "--expect-no-changes"), 0);
    const { InstanceId, PublicIpAddress, MetadataOptions } = await instance();
    assert.equal(PublicIpAddress, undefined);
    assert.equal(MetadataOptions?.HttpTokens, "required");
    const { Attachments = [], Encrypted, VolumeType } = await volume();
    assert.deepEqual([Attachments[0]?.InstanceId, Encrypted, VolumeType], [InstanceId, true, "gp3"]);
  });

  /** Runs a line on the machine; all paths of its own are below its folder. */
  const onMachine = async (line: string): Promise<Ending> => {
    const { code, stdout, stderr } = await machine.bash(machine.root + line);
    return {
      Status: code === 0 ? "Success" : "Failed",
      StandardOutputContent: stdout,
      StandardErrorContent: stderr,
    };
  };

  it("T6 boots by the deployed user data; its password is in the secret, and in nothing that Pulumi keeps", async () => {
    const { InstanceId } = await instance();
    machine = await boot(account, InstanceId!, (await volume()).VolumeId!, await awsCli(emulator, REGION));
    assert.equal((await machine.ask("_all_dbs")).status, 200);
    assert.match(machine.password()!, /^[A-Za-z0-9]{40}$/);
    const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    assert.ok(
      files.some(({ name }) => name === "dev.json"),
      "the state is among them",
    );
    for (const { parentPath, name } of files) {
      assert.ok(!readFileSync(join(parentPath, name), "utf8").includes(machine.password()!), name);
    }
  });

  it("T7 a command to an instance that Session Manager does not know says so", async () => {
    const ended = await operate("list");
    assertCode(ended, 1);
    const { InstanceId } = await instance();
    assert.ok(
      ended.notes.endsWith(
        `error: ${InstanceId} (${INSTANCE}) is not managed by Session Manager: a new instance needs some minutes; ` +
          "an older one lacks the agent, its permissions, or a way to AWS\n",
      ),
      ended.notes,
    );
  });

  it("T7 an operator's commands make a backup, list it, put it back, try it, and rotate the password", async () => {
    const { InstanceId } = await instance();
    answer = onMachine;
    agent = new Agent(emulator, { region: REGION, instanceId: InstanceId! }, (line) => answer(line));
    const load = new Load(machine, "orders");
    await load.create();
    await load.write(50);
    assertCode(await operate("backup"), 0);
    const listed = await operate("list");
    assertCode(listed, 0);
    assert.match(listed.output, /^(daily|weekly|monthly)\/\d{4}-\d\d-\d\dT\d{6}Z\n$/);

    await load.write(5);
    const refused = await operate("restore", "--at", new Date().toISOString());
    assertCode(refused, 1);
    assert.match(
      refused.notes,
      /restore: CouchDB has databases \(orders\); --overwrite puts the backup in their place\nerror: the script failed; what it said is above, and in the database's log group\n$/,
    );
    assert.equal((await load.stored()).size, 55);
    assertCode(await operate("restore", "--at", new Date().toISOString(), "--overwrite", "--yes"), 0);
    assert.equal((await load.stored()).size, 50);

    const drill = await operate("drill");
    assertCode(drill, 0);
    assert.match(drill.output, /^ +50 orders\n +50 documents\n$/m);
    const before = machine.password();
    assertCode(await operate("rotate-password"), 0);
    await machine.learnPassword();
    assert.notEqual(machine.password(), before);
    assert.equal((await load.stored()).size, 50);
  });

  it("T7 a script that takes too long, or that somebody cancels, is told apart from one that fails", async () => {
    for (const [Status, message] of [
      ["TimedOut", "the script took longer than Session Manager allows, and was stopped; what it had finished stays"],
      ["Cancelled", "somebody cancelled the script; what it had finished stays"],
    ] as const) {
      answer = () => Promise.resolve({ Status });
      const ended = await operate("drill");
      assertCode(ended, 1);
      assert.ok(ended.notes.endsWith(`error: ${message}\n`), ended.notes);
    }
  });

  it("an image that the instance type cannot run is refused at preview, while the old instance is there", async () => {
    const undo = edit("t3.small", "m7g.large");
    const ended = await database("preview");
    assertCode(ended, 1);
    assert.match(ended.output + ended.notes, /is for x86_64, and m7g\.large runs arm64; give an image for arm64/);
    undo();
  });

  it("T8 a change of the instance type replaces the instance, and attaches the same volume", async () => {
    const before = { instance: await instance(), volume: await volume() };
    edit("t3.small", "t3.large");
    const preview = await database("preview");
    assertCode(preview, 0);
    assert.match(preview.output, new RegExp(`\\+- +aws:ec2:Instance ${INSTANCE} \\[.*instanceType`));
    assert.doesNotMatch(preview.output, /aws:ebs:Volume|aws:s3:Bucket |aws:secretsmanager/, "no data is touched");
    assertCode(await database("up", "--yes"), 0);
    const after = { instance: await instance(), volume: await volume() };
    assert.equal(after.instance.InstanceType, "t3.large");
    assert.notEqual(after.instance.InstanceId, before.instance.InstanceId);
    assert.equal(after.volume.VolumeId, before.volume.VolumeId);
    assert.deepEqual(
      after.volume.Attachments?.map(({ InstanceId }) => InstanceId),
      [after.instance.InstanceId],
    );
    assert.deepEqual(await addresses(), [after.instance.PrivateIpAddress]);
    assertCode(await database("preview", "--expect-no-changes"), 0);
  });

  it("T8 the volume grows in place, and does not shrink", async () => {
    const before = await volume();
    edit("sizeGiB: 20", "sizeGiB: 30");
    assertCode(await database("up", "--yes"), 0);
    const after = await volume();
    assert.deepEqual([after.VolumeId, after.Size], [before.VolumeId, 30]);
    const undo = edit("sizeGiB: 30", "sizeGiB: 10");
    const ended = await database("preview");
    assertCode(ended, 1);
    assert.match(ended.output + ended.notes, /a volume of 30 GiB cannot shrink to 10 GiB; leave volume\.sizeGiB at 30/);
    undo();
  });

  it("T8 a change that would replace the volume is refused, and nothing happens", async () => {
    const before = await volume();
    const undo = edit("admit: [application]", "admit: [application]\n    encryption: own");
    const ended = await database("up", "--yes");
    assertCode(ended, 1);
    assert.match(ended.output + ended.notes, new RegExp(`unable to replace resource .*${VOLUME}`));
    assert.equal((await volume()).VolumeId, before.VolumeId);
    undo();
  });

  it("T16 is destroyed when its data is released, and only then", async () => {
    assertCode(await database("destroy", "--yes"), 1);
    assert.ok((await volume()).VolumeId);
    assertCode(await database("destroy", "--yes", "--release-data"), 0);
    const { Volumes = [] } = await account.ec2.send(new DescribeVolumesCommand({}));
    assert.ok(Volumes.every(({ Tags = [] }) => Tags.every(({ Value }) => Value !== VOLUME)));
    const ended = await operate("list");
    assertCode(ended, 1);
    const message = `error: no instance "${INSTANCE}" runs in ${REGION}; is the stack up, and the account right?\n`;
    assert.ok(ended.notes.endsWith(message), ended.notes);
  });
});
