import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeInstancesCommand, DescribeVolumesCommand } from "@aws-sdk/client-ec2";
import { projectRoot } from "../../ops/sandbox/layout";
import { clientsFor, type Clients } from "./support/clients";
import { assertCode, sandbox } from "./support/sandbox";

/** A sandbox of its own, so that nothing else is in the account. */
const OWN = { SLIPWAY_SANDBOX: "couchdb-test" };

const INSTANCE = "acme-notes-dev-couchdb-instance";
const VOLUME = "acme-notes-dev-couchdb-data";

describe("a database through changes", () => {
  const configDir = mkdtempSync(join(tmpdir(), "slipway-database-"));
  const settingsFile = join(configDir, "Pulumi.dev.yaml");
  const database = (command: string, ...flags: string[]) =>
    sandbox([command, "dev", "--config-dir", configDir, ...flags], { env: OWN });
  let account: Clients;

  before(() => cpSync(join(__dirname, "fixtures/couchdb"), configDir, { recursive: true }));
  after(() => sandbox(["stop"], { env: OWN }));

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

  it("T6 stands, and a second preview changes nothing", async () => {
    assertCode(await database("up", "--yes"), 0);
    const state = readFileSync(join(projectRoot, ".slipway", OWN.SLIPWAY_SANDBOX, "emulator.json"), "utf8");
    account = clientsFor((JSON.parse(state) as { port: number }).port, "us-west-2");
    assertCode(await database("preview", "--expect-no-changes"), 0);
    const { InstanceId, PublicIpAddress, MetadataOptions } = await instance();
    assert.equal(PublicIpAddress, undefined);
    assert.equal(MetadataOptions?.HttpTokens, "required");
    const { Attachments = [], Encrypted, VolumeType } = await volume();
    assert.deepEqual([Attachments[0]?.InstanceId, Encrypted, VolumeType], [InstanceId, true, "gp3"]);
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
    assert.equal(after.volume.Attachments?.[0]?.InstanceId, after.instance.InstanceId);
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
  });
});
