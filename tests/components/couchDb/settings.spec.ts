import assert from "node:assert/strict";
import { chownSync, existsSync, readlinkSync, statSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import * as path from "node:path";
import { blankVolume } from "../../support/couchDb/blankVolume";
import { Machine } from "../../support/couchDb/machine";

describe("Settings and password of a database", () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = new Machine();
    await machine.firstBoot();
    machine.attach(blankVolume());
    const started = await machine.startDatabase();
    assert.equal(started.code, 0, started.stderr);
  });
  afterEach(() => machine.remove());

  it("T6 makes the password up at the first boot and puts it into the secret; on the volume is its hash alone", async () => {
    assert.match(machine.password()!, /^[A-Za-z0-9]{40}$/);
    assert.equal((await machine.ask("_all_dbs")).status, 200);
    const admin = machine.read("srv/couchdb/etc/99-admin.ini");
    assert.match(admin, /^admin = -test-/m);
    for (const file of ["etc/slipway-couchdb.conf", "systemctl", "couchdb.log"]) {
      assert.doesNotMatch(machine.read(file), new RegExp(machine.password()!), file);
    }
  });

  it("T8 keeps password, data and settings when CouchDB starts again, and when another instance takes the volume", async () => {
    const password = machine.password();
    const data = readlinkSync(path.join(machine.mountPoint, "data"));
    writeFileSync(path.join(machine.mountPoint, "etc", "50-own.ini"), "[couchdb]\nmax_document_size = 1\n");
    await machine.bash("systemctl stop couchdb.service");
    const again = await machine.startDatabase();
    assert.equal(again.code, 0, again.stderr);
    assert.equal(machine.password(), password);
    assert.equal((await machine.ask("_all_dbs")).status, 200);
    assert.equal(readlinkSync(path.join(machine.mountPoint, "data")), data);
    assert.match(machine.read("srv/couchdb/etc/50-own.ini"), /max_document_size/);
  });

  it("T8 gives all files to the image's CouchDB, whose user has another number there than on the image before", async function () {
    if (userInfo().uid !== 0) this.skip();
    await machine.bash("systemctl stop couchdb.service");
    const files = [".", "data", "data/_dbs.couch", "etc/99-admin.ini"].map((file) =>
      path.join(machine.mountPoint, file),
    );
    for (const file of files) chownSync(file, 12345, 12345);
    const again = await machine.startDatabase();
    assert.equal(again.code, 0, again.stderr);
    for (const file of files) assert.equal(statSync(file).uid, 0, file);
  });

  it("rotates the password: CouchDB and secret change together, and nothing prints it", async () => {
    const before = machine.password()!;
    const ended = await machine.run("rotate-password.sh");
    assert.equal(ended.code, 0, ended.stderr);
    const after = machine.password()!;
    assert.notEqual(after, before);
    assert.equal(machine.password("AWSPENDING"), undefined);
    assert.equal((await machine.ask("_all_dbs")).status, 200);
    assert.doesNotMatch(ended.stdout + ended.stderr, new RegExp(`${before}|${after}`));
  });

  it("goes on with an interrupted rotation: pending in the secret, in CouchDB or not", async () => {
    for (const reached of ["secret", "database"]) {
      const pending = `Pending${reached}`;
      await machine.bash(
        `echo '{"password":"${pending}"}' | aws secretsmanager put-secret-value --version-stages AWSPENDING`,
      );
      if (reached === "database") {
        await machine.ask("_node/_local/_config/admins/admin", { method: "PUT", body: pending }).catch(() => undefined);
      }
      const ended = await machine.run("rotate-password.sh");
      assert.equal(ended.code, 0, ended.stderr);
      assert.equal(machine.password(), pending);
      assert.equal((await machine.ask("_all_dbs")).status, 200);
    }
  });

  it("gives CouchDB the secret's password where the volume, from an old snapshot, has another", async () => {
    await machine.bash(`echo '{"password":"Newer"}' | aws secretsmanager put-secret-value --version-stages AWSCURRENT`);
    assert.equal((await machine.ask("_all_dbs")).status, 401);
    const ended = await machine.run("rotate-password.sh", "--reset");
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(machine.password(), "Newer");
    assert.equal((await machine.ask("_all_dbs")).status, 200);
    assert.doesNotMatch(machine.read("srv/couchdb/etc/99-admin.ini"), /Newer/);
  });

  it("does not take another secret for a password", async () => {
    await machine.bash(`echo '{"key":"value"}' | aws secretsmanager put-secret-value --version-stages AWSCURRENT`);
    await machine.bash('rm "$0/etc/99-admin.ini"', machine.mountPoint);
    const ended = await machine.run("configure.sh");
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /the secret has no password of letters and digits\n$/);
    assert.ok(!existsSync(path.join(machine.mountPoint, "etc", "99-admin.ini")));
  });

  it("says every minute whether CouchDB answers", async () => {
    await machine.run("health.sh");
    await machine.bash("systemctl stop couchdb.service");
    await machine.run("health.sh");
    assert.deepEqual(machine.metrics(), ["Healthy 1", "Healthy 0"]);
  });
});
