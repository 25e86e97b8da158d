import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import * as path from "node:path";
import { readBootScript } from "../../../components/couchDb/bootScript";
import { blankVolume } from "../../support/couchDb/blankVolume";
import { BUCKET, Machine, VOLUME_ID } from "../../support/couchDb/machine";

const fileSystemOf = (volume: string) =>
  execFileSync("blkid", ["--probe", "--match-tag", "UUID", "--output", "value", volume]).toString().trim();

/** Whether this machine lets us mount loop devices; containers and plain users may not. */
function canMount(): boolean {
  if (userInfo().uid !== 0) return false;
  const volume = blankVolume();
  try {
    const device = execFileSync("losetup", ["--show", "--find", volume], { stdio: "pipe" }).toString().trim();
    execFileSync("mkfs.ext4", ["-q", device], { stdio: "pipe" });
    const directory = mkdtempSync(path.join(tmpdir(), "slipway-mount-"));
    try {
      execFileSync("mount", [device, directory], { stdio: "pipe" });
      execFileSync("umount", [directory]);
      return true;
    } finally {
      execFileSync("losetup", ["--detach", device]);
    }
  } catch {
    return false;
  }
}

/** Growing a mounted file system takes CAP_SYS_RESOURCE, which containers often lack, root's too. */
function mayGrow(): boolean {
  const [, effective = "0"] = /^CapEff:\s*(\w+)$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return ((BigInt(`0x${effective}`) >> 24n) & 1n) === 1n;
}

describe("Scripts of a database", () => {
  const scripts = path.join(__dirname, "..", "..", "..", "components", "couchDb", "scripts");
  const files = readdirSync(scripts).filter((file) => file.endsWith(".sh"));

  it("are the same text however often they are read, and for every machine", () => {
    const { content, sha256 } = readBootScript();
    assert.deepEqual(readBootScript(), { content, sha256 });
    for (const file of files)
      assert.ok(content.includes(readFileSync(path.join(scripts, file), "utf8").trimEnd()), file);
    assert.doesNotMatch(content, /\r/);
  });
});

describe("First boot of a database's instance", () => {
  let machine: Machine;
  beforeEach(() => (machine = new Machine()));
  afterEach(() => machine.remove());

  it("T6 stops a database of the image's own before anything else", async () => {
    await machine.firstBoot();
    assert.equal(machine.systemctl()[0], "disable --now couchdb.service");
  });

  it("puts units, settings, schedule and log groups in their places, twice the same", async () => {
    const first = await machine.firstBoot();
    assert.equal(first.code, 0, first.stderr);
    const units = readdirSync(path.join(machine.root, "etc", "systemd", "system")).sort();
    assert.deepEqual(units, [
      "couchdb.service.d",
      "slipway-couchdb-backup.service",
      "slipway-couchdb-backup.timer",
      "slipway-couchdb-drill.service",
      "slipway-couchdb-drill.timer",
      "slipway-couchdb-health.service",
      "slipway-couchdb-health.timer",
      "slipway-couchdb-logs.service",
      "slipway-couchdb-logs.timer",
      "slipway-couchdb-volume.service",
    ]);
    assert.match(
      machine.read("etc/systemd/system/slipway-couchdb-backup.timer"),
      /^OnCalendar=\*-\*-\* 02:00:00 UTC$/m,
    );
    const agent = JSON.parse(machine.read("opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json")) as {
      logs: { logs_collected: { files: { collect_list: { log_group_name: string }[] } } };
      metrics: { metrics_collected: { disk: { append_dimensions: { Database: string } } } };
    };
    assert.equal(agent.metrics.metrics_collected.disk.append_dimensions.Database, "acme-shop-dev-couchdb");
    assert.equal(agent.logs.logs_collected.files.collect_list[0]!.log_group_name, "acme-shop-dev-couchdb");
    const starts = machine.systemctl().filter((line) => line.startsWith("start --no-block"));
    assert.deepEqual(starts, ["start --no-block couchdb.service", "start --no-block slipway-couchdb-backup.service"]);
    assert.ok(
      machine.systemctl().includes("restart amazon-cloudwatch-agent.service"),
      "an image's own may run already",
    );
    const again = await machine.run("install.sh");
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(readdirSync(path.join(machine.root, "etc", "systemd", "system")).sort(), units);
    for (const unit of units.filter((name) => name.startsWith("slipway"))) {
      assert.doesNotMatch(machine.read("etc/systemd/system", unit), /@/, unit);
    }
  });

  it("rotates the logs every hour, by its own rules alone", async () => {
    await machine.bash('mkdir -p "$MACHINE/etc/logrotate.d" && touch "$MACHINE/etc/logrotate.d/couchdb"');
    await machine.firstBoot();
    assert.deepEqual(
      readdirSync(path.join(machine.root, "etc", "logrotate.d")),
      [],
      "two rules for a file are an error",
    );
    assert.ok(machine.systemctl().some((line) => /^enable --now .*slipway-couchdb-logs\.timer/.test(line)));
    const [, rules = ""] =
      /logrotate --state \S+ (\S+)$/m.exec(machine.read("etc/systemd/system/slipway-couchdb-logs.service")) ?? [];
    assert.match(machine.read(rules), /^\/var\/log\/couchdb\/couchdb\.log .*\{\n {2}size 50M$/m);
  });

  it("T6 starts CouchDB only after the volume's unit, and only on a mount point", async () => {
    await machine.firstBoot();
    const unit = machine.read("etc/systemd/system/couchdb.service.d/slipway.conf");
    assert.match(unit, /^Requires=slipway-couchdb-volume\.service$/m);
    assert.match(unit, /^After=slipway-couchdb-volume\.service/m);
    assert.match(unit, /^AssertPathIsMountPoint=\/srv\/couchdb$/m);
  });

  it("runs no boot script with another checksum", async () => {
    machine.command("aws", 'if [[ $2 == cp ]]; then echo "touch $MACHINE/pwned" >"$4"; fi');
    const ended = await machine.firstBoot();
    assert.notEqual(ended.code, 0);
    assert.ok(!existsSync(path.join(machine.root, "pwned")));
    assert.ok(!existsSync(path.join(machine.root, "opt", "slipway-couchdb")));
  });

  it("installs the named packages together, if all checksums are right, and once", async () => {
    const [engine, couchDb] = ["a package that it needs", "a package"];
    const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");
    const install = [
      { url: `s3://${BUCKET}/mozjs78.rpm`, sha256: sha256(engine) },
      { url: "https://example.com/couchdb.rpm", sha256: sha256(couchDb) },
    ];
    for (const [served, code] of [
      [couchDb, 0],
      ["another package", 1],
    ] as const) {
      const blank = new Machine({ settings: { install } });
      mkdirSync(path.join(blank.account, "s3", BUCKET), { recursive: true });
      writeFileSync(path.join(blank.account, "s3", BUCKET, "mozjs78.rpm"), engine);
      blank.command("curl", `printf '%s' '${served}' >"\${@: -2:1}"`);
      blank.command(
        "dnf",
        'echo "${@:1:3}" >>"$MACHINE/installed"\ncat "${@:4}" >>"$MACHINE/installed"\ntouch "$MACHINE/opt/couchdb/bin/couchdb"',
      );
      await blank.bash('rm "$MACHINE/opt/couchdb/bin/couchdb"');
      const ended = await blank.firstBoot();
      assert.equal(ended.code, code, ended.stderr);
      if (code === 0) {
        await blank.bash('chmod +x "$MACHINE/opt/couchdb/bin/couchdb"');
        assert.equal((await blank.run("install-couchdb.sh")).code, 0);
        assert.equal(blank.read("installed"), `install --assumeyes --quiet\n${engine}${couchDb}`);
      } else {
        assert.ok(!existsSync(path.join(blank.root, "installed")));
        assert.match(ended.stderr, /example\.com\/couchdb\.rpm is not the file with this checksum/);
      }
      await blank.remove();
    }
  });
});

describe("Data volume of a database", () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = new Machine();
    await machine.firstBoot();
  });
  afterEach(() => machine.remove());

  it("T6 is found by its id among other disks, formatted when blank, and mounted", async () => {
    const [other, volume] = [blankVolume(), blankVolume()];
    machine.attach(other, "vol-0aaaaaaaaaaaaaaaa", "nvme0n1");
    machine.attach(volume, VOLUME_ID, "nvme2n1");
    const ended = await machine.run("volume.sh");
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stderr, new RegExp(`formatting the blank volume ${VOLUME_ID}`));
    assert.equal(machine.read("mounted"), `${volume}\n`);
    assert.ok(
      readFileSync(other).every((byte) => byte === 0),
      "the other disk is untouched",
    );
  });

  it("T8 is never formatted when it has a file system: a reboot, or a new instance", async () => {
    const volume = blankVolume();
    machine.attach(volume);
    await machine.run("volume.sh");
    const before = fileSystemOf(volume);
    const again = await machine.run("volume.sh");
    assert.equal(again.code, 0, again.stderr);
    const other = new Machine({ account: machine.account });
    await other.firstBoot();
    other.attach(volume, VOLUME_ID, "nvme7n1");
    assert.equal((await other.run("volume.sh")).code, 0);
    assert.equal(fileSystemOf(volume), before);
    assert.equal(other.read("mounted"), `${volume}\n`);
    await other.remove();
  });

  it("is never formatted when it carries anything at all", async () => {
    const volume = blankVolume();
    writeFileSync(volume, Buffer.concat([Buffer.alloc(4096), Buffer.from("data"), Buffer.alloc(2 ** 20)]));
    machine.attach(volume);
    const before = readFileSync(volume);
    const ended = await machine.run("volume.sh");
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /carries no file system but is not blank; nothing is formatted/);
    assert.deepEqual(readFileSync(volume), before);
    assert.ok(!existsSync(path.join(machine.root, "mounted")));
  });

  it("starts CouchDB when it comes late, and not before", async () => {
    machine.command("systemctl", 'echo "$*" >>"$MACHINE/systemctl"; [[ $* != *is-active* ]]');
    const starts = () => machine.systemctl().filter((line) => line === "start --no-block couchdb.service").length;
    const before = starts();
    await machine.run("health.sh");
    assert.equal(starts(), before);
    machine.attach(blankVolume());
    await machine.run("health.sh");
    assert.equal(starts(), before + 1);
  });

  it("T6 stops and alarms when it is missing, and nothing is written to the root disk", async () => {
    machine.attach(blankVolume(), "vol-0aaaaaaaaaaaaaaaa", "nvme0n1");
    const ended = await machine.startDatabase();
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, new RegExp(`the volume ${VOLUME_ID} is not attached; CouchDB stays stopped`));
    assert.deepEqual(machine.metrics(), ["Healthy 0"]);
    assert.ok(!existsSync(machine.mountPoint));
    const configured = await machine.run("configure.sh");
    assert.match(configured.stderr, /is not mounted/);
    assert.ok(!existsSync(machine.mountPoint));
  });

  it("is told from a volume made of its snapshot, which has the same UUID, whether that is mounted or only attached", async () => {
    const volume = blankVolume();
    machine.attach(volume);
    await machine.run("volume.sh");
    const copy = blankVolume();
    copyFileSync(volume, copy);
    assert.equal(fileSystemOf(copy), fileSystemOf(volume));
    machine.attach(copy, "vol-0aaaaaaaaaaaaaaaa", "nvme0n1");
    writeFileSync(path.join(machine.root, "mounted"), `${copy}\n`);
    const ended = await machine.run("volume.sh");
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /another volume is mounted/);
    await machine.bash('rm "$MACHINE/mounted"');
    assert.equal((await machine.run("volume.sh")).code, 0);
    assert.equal(machine.read("mounted"), `${volume}\n`);
  });

  it("T8 lets the file system follow a volume that has grown, once a minute", async () => {
    machine.attach(blankVolume());
    await machine.run("volume.sh");
    await machine.run("health.sh");
    assert.equal(machine.read("grown"), "/dev/nvme1n1\n/dev/nvme1n1\n");
  });

  describe("on a real loop device", () => {
    let volume: string;
    let device: string;
    let machines: Machine[];
    before(function () {
      if (!canMount()) this.skip();
    });
    beforeEach(() => {
      volume = blankVolume();
      device = execFileSync("losetup", ["--show", "--find", volume]).toString().trim();
      machines = [];
    });
    afterEach(async () => {
      for (const one of machines) await one.remove();
      execFileSync("losetup", ["--detach", device]);
    });

    async function boot(account?: string): Promise<Machine> {
      const next = new Machine({ realMounts: true, ...(account && { account }) });
      machines.push(next);
      await next.firstBoot();
      next.attach(device);
      await next.run("volume.sh");
      assert.equal((await next.bash('mountpoint --quiet "$0"', next.mountPoint)).code, 0);
      return next;
    }

    it("T8 is mounted, survives a reboot, and brings its data to a new instance", async () => {
      const first = await boot();
      writeFileSync(path.join(first.mountPoint, "precious"), "data");
      await first.run("volume.sh");
      await first.bash('umount "$0"', first.mountPoint);
      const second = await boot(first.account);
      assert.equal(readFileSync(path.join(second.mountPoint, "precious"), "utf8"), "data");
    });

    it("T8 grows with its device while it is in use", async function () {
      if (!mayGrow()) this.skip();
      const first = await boot();
      const size = async () =>
        Number((await first.bash('df --output=size --block-size=1M "$0" | tail -n 1', first.mountPoint)).stdout);
      const before = await size();
      truncateSync(volume, 128 * 2 ** 20);
      execFileSync("losetup", ["--set-capacity", device]);
      await first.run("health.sh");
      assert.ok((await size()) > before * 1.5, `${before} MiB have grown`);
    });
  });
});
