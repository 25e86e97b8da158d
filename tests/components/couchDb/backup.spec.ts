import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { assertNothingLost, Load } from "../../support/couchDb/load";
import { BUCKET, Machine } from "../../support/couchDb/machine";

/** A machine with a running database on a volume of its own. */
async function startMachine(account?: string): Promise<Machine> {
  const machine = new Machine(account === undefined ? {} : { account });
  await machine.firstBoot();
  const volume = path.join(mkdtempSync(path.join(tmpdir(), "slipway-volume-")), "volume");
  writeFileSync(volume, "");
  truncateSync(volume, 16 * 2 ** 20);
  machine.attach(volume);
  const started = await machine.startDatabase();
  assert.equal(started.code, 0, started.stderr);
  return machine;
}

/** Objects of the account's bucket under the kinds of backup, as `KIND/TIME/NAME`. */
function objectsOf({ account }: Machine): string[] {
  const bucket = path.join(account, "s3", BUCKET);
  return readdirSync(bucket, { recursive: true, encoding: "utf8" })
    .filter((key) => /^(daily|weekly|monthly)\/.+\//.test(key))
    .sort();
}

const objectFile = ({ account }: Machine, key: string) => path.join(account, "s3", BUCKET, key);

async function succeed(ended: Promise<{ code: number; stdout: string; stderr: string }>): Promise<string> {
  const { code, stdout, stderr } = await ended;
  assert.equal(code, 0, stderr);
  return stdout;
}

describe("Backup and restore of a database", () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = await startMachine();
  });
  afterEach(() => machine.remove());

  it("T7 loses no document, attachment or conflict, though it runs while 10,000 are written, and one run is killed", async function () {
    this.timeout(120_000);
    const load = new Load(machine, "shop/orders");
    await load.create();
    await load.write(3_000);

    const aws = machine.read("bin/aws");
    machine.command("aws", `[[ $1 != s3 ]] || sleep 600\n${aws}`);
    const killed = machine.start("backup.sh");
    await load.write(1_000);
    process.kill(-killed.pid!, "SIGKILL");
    await machine.bash('flock --wait 10 "$MACHINE/run/slipway-couchdb-data.lock" true');
    assert.deepEqual(objectsOf(machine), [], "what was cut off is no backup");
    machine.command("aws", aws);

    const before = new Map(load.confirmed);
    const backup = machine.run("backup.sh");
    await load.write(6_000);
    await succeed(backup);
    assert.equal(objectsOf(machine).length, 2);
    assert.equal(load.confirmed.size, 10_000);
    await machine.bash("systemctl stop couchdb.service");

    const other = await startMachine(machine.account);
    try {
      await succeed(other.run("restore.sh"));
      assertNothingLost(await load.stored(other), before, load.confirmed);
      assert.match(await succeed(other.run("drill.sh")), /^ +\d+ shop\/orders$/m);
    } finally {
      await other.remove();
    }
  });

  it("T7 copies the list of databases first, indexes before databases, and settings last", async () => {
    const load = new Load(machine, "orders");
    await load.create();
    await load.write(10);
    await succeed(machine.run("backup.sh"));
    const [archive, manifest] = objectsOf(machine);
    const names = (await succeed(machine.bash('tar --list --file="$0"', objectFile(machine, archive!))))
      .trim()
      .split("\n");
    const places = [/^data\/_dbs\.couch$/, /^data\/\.shards\//, /^data\/shards\//, /^etc\/.*\.ini$/].map((pattern) =>
      names.map((name, i) => (pattern.test(name) ? i : -1)).filter((i) => i >= 0),
    );
    assert.ok(places.every((found) => found.length > 0));
    assert.deepEqual(places.flat(), [...names.keys()], names.join("\n"));
    const lines = readFileSync(objectFile(machine, manifest!), "utf8").trim().split("\n");
    assert.deepEqual(
      lines.slice(2).map((line) => line.slice(66)),
      names,
    );
    assert.ok(lines.slice(2).every((line) => /^[0-9a-f]{64} {2}/.test(line)));
  });

  it("T7 sends a sign of success, and of failure when the files cannot be sent or read", async () => {
    await succeed(machine.run("backup.sh"));
    assert.deepEqual(machine.metrics(), ["BackupSucceeded 1"]);
    const aws = machine.read("bin/aws");
    machine.command("aws", `if [[ $1 == s3 ]]; then exit 1; fi\n${aws}`);
    const unsent = await machine.run("backup.sh");
    assert.match(unsent.stderr, /could not be sent/);
    machine.command("aws", aws);
    machine.command(
      "tar",
      'if [[ $1 == --create ]]; then exec /bin/tar --exclude="*/_users.*.couch" "$@"; fi\nexec /bin/tar "$@"',
    );
    const unread = await machine.run("backup.sh");
    assert.match(unread.stderr, /data\/shards\/.+\/_users\.\d+\.couch could not be read/);
    assert.deepEqual(machine.metrics(), ["BackupSucceeded 1", "BackupSucceeded 0", "BackupSucceeded 0"]);
  });

  for (const [what, said] of [
    ["the disk gives no bytes", "Warning: Read error at byte 4096, while reading 512 bytes: Input/output error"],
    ["a file has fewer bytes than it had", "File shrank by 512 bytes; padding with zeros"],
  ]) {
    it(`T7 fails where ${what}, and leaves no manifest: tar has put zeros there`, async () => {
      const warn = `if [[ $1 == --create ]]; then echo "tar: data/_dbs.couch: ${said}" >&2; fi`;
      machine.command("tar", `${warn}\nexec /bin/tar "$@"`);
      const ended = await machine.run("backup.sh");
      assert.equal(ended.code, 1);
      assert.match(ended.stderr, /files could not be read whole: tar: data\/_dbs\.couch/);
      assert.deepEqual(
        objectsOf(machine).map((key) => path.basename(key)),
        ["files.tar"],
      );
      assert.deepEqual(machine.metrics(), ["BackupSucceeded 0"]);
    });
  }

  it("T7 is whole though files disappear while it runs, as after a compaction or with a deleted database", async () => {
    const load = new Load(machine, "orders");
    await load.create();
    await load.write(10);
    machine.command("du", 'find "$MACHINE/srv/couchdb/data/.shards" -name "*.view" -delete; exec /usr/bin/du "$@"');
    await succeed(machine.run("backup.sh"));
    assert.deepEqual(machine.metrics(), ["BackupSucceeded 1"]);
    const [, manifest] = objectsOf(machine);
    const text = readFileSync(objectFile(machine, manifest!), "utf8");
    assert.doesNotMatch(text, /\.shards/);
    assert.match(text, /data\/shards\//);
  });

  it("T7 knows no database that was made while it ran, and the drill passes over one that was deleted meanwhile", async () => {
    for (const name of ["orders", "deleted"]) {
      const load = new Load(machine, name);
      await load.create();
      await load.write(10);
    }
    const wait = 'touch "$MACHINE/listed"; until [[ -e $MACHINE/go ]]; do sleep 0.05; done';
    machine.command("du", `${wait}; exec /usr/bin/du "$@"`);
    const backup = machine.run("backup.sh");
    while (!existsSync(path.join(machine.root, "listed"))) await sleep(20);
    await new Load(machine, "late").create();
    await machine.bash('find "$0/data/" -name "deleted.*" -prune -exec rm -r {} +', machine.mountPoint);
    writeFileSync(path.join(machine.root, "go"), "");
    await succeed(backup);
    const drill = await machine.run("drill.sh");
    assert.equal(drill.code, 0, drill.stderr);
    assert.deepEqual(drill.stdout.match(/\S+$/gm), ["_replicator", "_users", "orders", "documents"]);
    assert.match(drill.stderr, /deleted has no files in the backup: it was deleted meanwhile/);
  });

  it("T7 keeps the backups of a Sunday for weeks and those of a month's first day for months", async () => {
    const kind = async (day: string) =>
      (
        await machine.bash(
          `set -- ; eval "$(sed -n '/^kind_of/,/^}/p' "$0")"; kind_of ${day}`,
          path.join(machine.root, "opt/slipway-couchdb/backup.sh"),
        )
      ).stdout.trim();
    assert.equal(await kind("2026-11-21"), "daily");
    assert.equal(await kind("2026-11-22"), "weekly");
    assert.equal(await kind("2026-12-01"), "monthly");
    assert.equal(await kind("2026-11-01"), "monthly", "a Sunday that is the first of its month");
  });

  it("never restores a backup without manifest, as an interrupted one leaves it", async () => {
    await succeed(machine.run("backup.sh"));
    const [archive] = objectsOf(machine);
    const interrupted = objectFile(machine, "daily/2999-01-01T000000Z/files.tar");
    await machine.bash('mkdir -p "${1%/*}" && cp "$0" "$1"', objectFile(machine, archive!), interrupted);
    const listed = (await succeed(machine.run("restore.sh", "--list"))).trim();
    assert.equal(`${listed}/files.tar`, archive);
  });

  it("restores the backup that is named as listed, or the last that started by the time that is given", async () => {
    const load = new Load(machine, "orders");
    await load.create();
    await load.write(10);
    await succeed(machine.run("backup.sh"));
    const [archive] = objectsOf(machine);
    const taken = path.dirname(archive!);
    const copy = (kind: string, time: string) =>
      machine.bash(
        'mkdir -p "${1%/*}" && cp -r "$0" "$1"',
        objectFile(machine, taken),
        objectFile(machine, `${kind}/${time}`),
      );
    await copy("weekly", "2020-01-05T020000Z");
    await copy("monthly", "2020-02-01T020000Z");
    await copy("daily", "2020-02-03T020000Z");
    await copy("daily", "2020-02-04T020017Z");
    const chosen = async (at: string) => (await succeed(machine.run("restore.sh", "--at", at, "--which"))).trim();
    assert.equal(await chosen("2020-02-02T12:00Z"), "monthly/2020-02-01T020000Z");
    assert.equal(await chosen("2020-02-03T02:00Z"), "daily/2020-02-03T020000Z");
    assert.equal(await chosen("2020-01-31"), "weekly/2020-01-05T020000Z");
    assert.equal(await chosen("2020-02-04T02:00Z"), "daily/2020-02-03T020000Z", "it began some seconds later");
    const listed = (await succeed(machine.run("restore.sh", "--list"))).trim().split("\n");
    assert.equal(listed.length, 5);
    for (const name of listed) {
      assert.equal(await chosen(name), name);
      assert.equal(await chosen(path.basename(name)), name, "the time alone");
    }
    const into = path.join(machine.root, "files");
    const fetched = await machine.run("restore.sh", "--at", "weekly/2020-01-05T020000Z", "--into", into);
    assert.match(fetched.stderr, /weekly\/2020-01-05T020000Z is whole/);
    const gone = await machine.run("restore.sh", "--at", "daily/2020-01-05T020000Z");
    assert.equal(gone.code, 1);
    assert.match(gone.stderr, /there is no backup daily\/2020-01-05T020000Z; --list prints those that there are/);
    const none = await machine.run("restore.sh", "--at", "2019-01-01");
    assert.equal(none.code, 1);
    assert.match(none.stderr, /there is no backup from 2019-01-01T000000Z or before/);
    assert.equal((await machine.run("restore.sh", "--at", "yesterdayish")).code, 2);
  });

  it("restores nothing when a kind of backup cannot be listed: the latest may be among those", async () => {
    await succeed(machine.run("backup.sh"));
    machine.command("aws", `if [[ $* == *list-objects-v2*monthly/* ]]; then exit 254; fi\n${machine.read("bin/aws")}`);
    for (const args of [["--overwrite"], ["--list"]]) {
      const ended = await machine.run("restore.sh", ...args);
      assert.equal(ended.code, 1);
      assert.match(ended.stderr, /the monthly backups in .+ cannot be listed/);
      assert.doesNotMatch(ended.stderr, /restored/);
    }
  });

  it("puts a backup in the place of databases only when told so, and keeps what was there", async () => {
    const load = new Load(machine, "orders");
    await load.create();
    await load.write(20);
    await succeed(machine.run("backup.sh"));
    const before = new Map(load.confirmed);
    await load.write(5);
    const refused = await machine.run("restore.sh");
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /CouchDB has databases \(orders\); --overwrite puts the backup in their place/);
    assert.equal((await load.stored()).size, 25);
    await succeed(machine.run("restore.sh", "--overwrite"));
    assertNothingLost(await load.stored(), before, load.confirmed);
    assert.equal((await load.stored()).size, 20);
    assert.ok(existsSync(path.join(machine.mountPoint, "generations", "first", "_dbs.couch")));
    assert.deepEqual(readdirSync(machine.mountPoint).sort(), ["data", "etc", "generations"]);
  });

  it("never fills the volume: 15 % of it must stay free, and what an interrupted restore or drill left goes", async () => {
    const load = new Load(machine, "orders");
    await load.create();
    await load.write(20);
    await succeed(machine.run("backup.sh"));
    const [, manifest] = objectsOf(machine);
    const [, size = ""] = / (\d+) bytes$/m.exec(readFileSync(objectFile(machine, manifest!), "utf8")) ?? [];
    const leave = (room: number) => machine.command("df", `printf "size avail\\n%d %d\\n" 1000000 ${150_000 + room}`);
    for (const left of ["restore.aaaaaa", "drill.bbbbbb"])
      mkdirSync(path.join(machine.mountPoint, left, "files"), { recursive: true });
    leave(Number(size));
    for (const [script, ...args] of [["restore.sh", "--overwrite"], ["drill.sh"]] as const) {
      const refused = await machine.run(script, ...args);
      assert.equal(refused.code, 1);
      assert.match(
        refused.stderr,
        new RegExp(`the backup has ${size} bytes, and .+ has room for ${size} of them if 15 % of its disk stay free`),
      );
    }
    assert.deepEqual(readdirSync(machine.mountPoint).sort(), ["data", "etc", "generations"]);
    leave(Number(size) + 1);
    await succeed(machine.run("restore.sh", "--overwrite"));
    assert.equal((await load.stored()).size, 20);
  });

  it("finds a damaged backup before it touches anything", async () => {
    const load = new Load(machine, "orders");
    await load.create();
    await load.write(20);
    await succeed(machine.run("backup.sh"));
    const [archive] = objectsOf(machine);
    const file = objectFile(machine, archive!);
    const whole = readFileSync(file);
    const damaged = Buffer.from(whole);
    damaged[damaged.indexOf("attachment") > 0 ? damaged.indexOf("attachment") : 5000]! ^= 1;
    for (const bytes of [damaged, whole.subarray(0, whole.length / 2)]) {
      writeFileSync(file, bytes);
      const ended = await machine.run("restore.sh", "--overwrite");
      assert.equal(ended.code, 1);
      assert.match(ended.stderr, /is damaged|could not be fetched/);
      assert.equal((await load.stored()).size, 20);
      assert.deepEqual(readdirSync(machine.mountPoint).sort(), ["data", "etc", "generations"]);
    }
  });

  it("the drill counts the documents of each database beside the running one, and fails when nothing opens", async () => {
    for (const name of ["orders", "shop/a+b"]) {
      const load = new Load(machine, name);
      await load.create();
      await load.write(name === "orders" ? 30 : 12);
    }
    await succeed(machine.run("backup.sh"));
    const report = await succeed(machine.run("drill.sh"));
    assert.match(report, /^ +30 orders$/m);
    assert.match(report, /^ +12 shop\/a\+b$/m);
    assert.match(report, /^ +42 documents$/m);
    assert.equal((await machine.ask("orders")).status, 200, "the running database is as before");
    assert.deepEqual(readdirSync(machine.mountPoint).sort(), ["data", "etc", "generations"]);

    const [index] = readdirSync(path.join(machine.mountPoint, "data", ".shards", "00000000-7fffffff"));
    const ahead = path.join(machine.mountPoint, "data", ".shards", "00000000-7fffffff", index!);
    appendFileSync(path.join(ahead, "mrview", "1.view"), "torn");
    await machine.bash('for f in "$0"/data/shards/*/orders.*; do : >"$f"; done', machine.mountPoint);
    await succeed(machine.run("backup.sh"));
    const failed = await machine.run("drill.sh");
    assert.equal(failed.code, 1);
    assert.deepEqual(
      machine.metrics().filter((metric) => metric.startsWith("Drill")),
      ["DrillSucceeded 1", "DrillSucceeded 0"],
    );
  });

  it("does one thing at a time", async () => {
    const backup = path.join(machine.root, "opt/slipway-couchdb/backup.sh");
    const ended = await machine.bash('flock "$MACHINE/run/slipway-couchdb-data.lock" "$0"', backup);
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /another backup or restore is under way/);
  });
});
