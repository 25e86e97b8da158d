import assert from "node:assert/strict";
import { mkdtempSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureEmulator } from "../../ops/sandbox/emulator";
import { assertNothingLost, Load } from "../support/couchDb/load";
import { BUCKET, Machine, type Ended } from "../support/couchDb/machine";
import { awsCli } from "./support/awsCli";

const SECRET = "acme-shop-dev-couchdb-admin";

/** The scripts of a database with the AWS CLI and an emulated S3, Secrets Manager and CloudWatch. */
describe("backups of a database in S3", () => {
  let aws: Awaited<ReturnType<typeof awsCli>>;
  let machines: Machine[];
  let account: string;

  const succeed = async (ended: Promise<Ended>): Promise<string> => {
    const { code, stdout, stderr } = await ended;
    assert.equal(code, 0, stderr);
    return stdout;
  };

  before(async () => {
    aws = await awsCli(await ensureEmulator(() => undefined), "us-west-2");
    account = mkdtempSync(join(tmpdir(), "slipway-account-"));
    machines = [];
  });
  after(async () => {
    const [any] = machines;
    await any?.bash(
      `aws s3 rb --force s3://${BUCKET}; aws secretsmanager delete-secret --force-delete-without-recovery --secret-id ${SECRET}`,
    );
    for (const machine of machines) await machine.remove();
  });

  async function start(): Promise<Machine> {
    const machine = new Machine({ account, aws, settings: { secretArn: SECRET } });
    machines.push(machine);
    if (machines.length === 1) {
      await succeed(machine.bash(`aws s3 mb s3://${BUCKET} && aws secretsmanager create-secret --name ${SECRET}`));
    }
    await succeed(machine.firstBoot());
    const volume = join(mkdtempSync(join(tmpdir(), "slipway-volume-")), "volume");
    writeFileSync(volume, "");
    truncateSync(volume, 16 * 2 ** 20);
    machine.attach(volume);
    await succeed(machine.startDatabase());
    await machine.learnPassword();
    return machine;
  }

  it("T7 10,000 documents with attachments and conflicts come back whole, though one backup was killed", async () => {
    const machine = await start();
    const load = new Load(machine, "orders");
    await load.create();
    await load.write(4_000);

    const killed = machine.start("backup.sh");
    await load.write(500);
    process.kill(-killed.pid!, "SIGKILL");
    await machine.bash('flock --wait 10 "$MACHINE/run/slipway-couchdb-data.lock" true');
    assert.equal((await succeed(machine.run("restore.sh", "--list"))).trim(), "", "what was cut off is no backup");

    const before = new Map(load.confirmed);
    const backup = machine.run("backup.sh");
    await load.write(5_500);
    await succeed(backup);
    assert.equal(load.confirmed.size, 10_000);
    await machine.bash("systemctl stop couchdb.service");

    const other = await start();
    await succeed(other.run("restore.sh"));
    assertNothingLost(await load.stored(other), before, load.confirmed);
    assert.match(await succeed(other.run("drill.sh")), /^ +\d+ orders$/m);
  });

  it("the password rotates in Secrets Manager", async () => {
    const machine = machines.at(-1)!;
    const before = machine.password();
    await succeed(machine.run("rotate-password.sh"));
    await machine.learnPassword();
    assert.notEqual(machine.password(), before);
    assert.equal((await machine.ask("_all_dbs")).status, 200);
  });
});
