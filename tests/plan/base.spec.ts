import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { packFolder, runCli, withFiles } from "./support";

const ROOT = path.resolve(__dirname, "../..");
const CLI = ["-r", path.join(ROOT, "plan/preload"), "-r", require.resolve("tsx/cjs"), path.join(ROOT, "plan/cli.ts")];

/** A program of a bucket and what else is given; each stack sets the region. */
function program(...resources: string[]): string {
  return [
    'const { CustomResource } = require("@pulumi/pulumi");',
    "const make = (type, name, inputs, options) => new CustomResource(type, name, inputs, options);",
    ...resources,
    "",
  ].join("\n");
}

const TOPIC = (displayName: string) => `make("aws:sns/topic:Topic", "alarms", { displayName: "${displayName}" });`;
const BUCKET = 'make("aws:s3/bucket:Bucket", "data", { bucket: "shop-data" });';

/** A project in a repository of its own, in folder `infra` of it. */
class Repository {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), "slipway-repository-")));
  readonly project = path.join(this.folder, "infra");

  constructor() {
    mkdirSync(this.project);
    this.git("init", "-q", "-b", "main");
    this.write({
      ".gitignore": "node_modules\n",
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: index.js\n",
      "package.json": JSON.stringify({ scripts: { plan: ["node", ...CLI].join(" ") } }),
    });
    symlinkSync(path.join(ROOT, "node_modules"), path.join(this.project, "node_modules"));
  }

  write(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(this.project, name), text);
  }

  commit(files: Record<string, string>): void {
    this.write(files);
    this.git("add", ".");
    this.git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "change");
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.folder, encoding: "utf8" });
  }

  worktrees(): number {
    return this.git("worktree", "list").trim().split("\n").length;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

describe("npm run plan -- --base", function () {
  // Each test runs several plans, each in processes of its own.
  this.timeout(60_000);
  let repository: Repository;
  beforeEach(() => {
    repository = new Repository();
    repository.commit({ "index.js": program(TOPIC("before"), BUCKET), "Pulumi.dev.yaml": "", "Pulumi.old.yaml": "" });
  });
  afterEach(() => repository.remove());

  const plan = (...args: string[]) => runCli(args, repository.project);

  it("compares with another revision, planned by its own code, and leaves nothing of it behind", () => {
    repository.write({ "index.js": program(TOPIC("after"), BUCKET), "Pulumi.new.yaml": "" });
    rmSync(path.join(repository.project, "Pulumi.old.yaml"));
    const pack = ["--policy-pack", packFolder("packs/strict")];
    const { stdout, stderr } = plan("--base", "main", "--format", "json", ...pack);
    assert.equal(stderr, "");
    const { diff, stacks } = JSON.parse(stdout);
    assert.ok(stacks.dev.policy.warned.length > 0);
    assert.deepEqual(diff.stacks.dev.policy, { added: [], removed: [] });
    assert.equal(
      diff.stacks.new.policy.added.length,
      stacks.new.policy.warned.length + stacks.new.policy.unproven.length,
    );
    assert.deepEqual([diff.base, diff.commit], ["main", repository.git("rev-parse", "main").trim()]);
    assert.deepEqual(
      Object.entries<any>(diff.stacks).map(([name, { base, changes }]) => [
        name,
        base,
        changes.map(
          (change: any) => `${change.operation} ${change.name} ${change.properties.map((each: any) => each.path)}`,
        ),
      ]),
      [
        ["dev", "planned", ["update alarms displayName"]],
        ["new", "new", ["create data ", "create alarms "]],
        ["old", "removed", []],
      ],
    );
    assert.equal(repository.worktrees(), 1);
  });

  it("fails when data is lost, unless that is confirmed", () => {
    repository.write({ "index.js": program(TOPIC("before")) });
    const lost = plan("dev", "--base", "HEAD");
    assert.equal(lost.status, 1, lost.stderr);
    assert.match(lost.stdout, /Compared with HEAD \([0-9a-f]{10}\): 1 to delete, 1 resource with data at risk$/m);
    assert.match(lost.stdout, /Data at risk\n {4}! aws:s3:Bucket data is deleted$/m);
    assert.equal(plan("dev", "--base", "HEAD", "--confirm-data-loss").status, 0);
  });

  it("shows this revision alone, and why, when the base cannot be planned", () => {
    repository.commit({ "index.js": program("throw new Error('no good');") });
    repository.write({ "index.js": program(BUCKET) });
    const broken = plan("dev", "--base", "main");
    assert.equal(broken.status, 0, broken.stderr);
    assert.match(broken.stdout, /Compared with main .*: not compared\n {4}main: .*no good/);
    assert.match(broken.stdout, /└─ aws:s3:Bucket +data/);

    repository.commit({ "package.json": "{}" });
    assert.match(plan("dev", "--base", "main").stdout, /--base main: its package\.json has no script `plan`/);
    repository.commit({ "package.json": JSON.stringify({ scripts: { plan: "node -e 'throw 1'" } }) });
    assert.match(plan("dev", "--base", "main").stdout, /--base main: cannot be planned:\n/);
  });

  it("installs the dependencies of a base that has another lock file", () => {
    const canned = { stacks: { dev: { version: 3, label: "", problems: [], diagnostics: [] } } };
    const policy = { packs: [], failed: [], warned: [], unproven: [], remediated: [], errors: [] };
    const deployment = { manifest: { time: "", magic: "", version: "" }, metadata: {}, resources: [] };
    Object.assign(canned.stacks.dev, { policy, deployment });
    mkdirSync(path.join(repository.project, "dependency"));
    repository.commit({
      "dependency/package.json": JSON.stringify({ name: "dependency", version: "1.0.0" }),
      "dependency/index.js": `module.exports = ${JSON.stringify(JSON.stringify(canned))};`,
      "package.json": JSON.stringify({
        scripts: { plan: "node write.js" },
        dependencies: { dependency: "file:dependency" },
      }),
      "package-lock.json": JSON.stringify({
        lockfileVersion: 3,
        packages: {
          "": { dependencies: { dependency: "file:dependency" } },
          dependency: { version: "1.0.0" },
          "node_modules/dependency": { resolved: "dependency", link: true },
        },
      }),
      "write.js": 'require("fs").writeFileSync(process.argv.at(-1), require("dependency"));',
    });
    repository.write({ "package-lock.json": "{}" });
    const { stdout, status } = plan("dev", "--base", "main");
    assert.equal(status, 0);
    assert.match(stdout, /Compared with main .*: 2 to create$/m);
  });

  it("says what is wrong with the revision: unknown, an option, in no repository, not in a shallow clone", () => {
    const message = (ref: string, folder = repository.project) => {
      const { stderr, status } = runCli(["dev", `--base=${ref}`], folder);
      assert.equal(status, /no such revision/.test(stderr) ? 2 : 1);
      return stderr;
    };
    assert.equal(message("mian"), '--base mian: no such revision; did you mean "main"?\n');
    assert.equal(message("--all"), "--base --all: no such revision\n");
    const clone = path.join(repository.folder, "clone");
    repository.git("clone", "-q", "--depth=1", `file://${repository.folder}`, clone);
    assert.match(
      message("v1.2.3", path.join(clone, "infra")),
      /no such revision; this clone is shallow: .*--unshallow/,
    );
    rmSync(path.join(repository.folder, ".git"), { recursive: true });
    assert.match(message("main"), /--base main: .*infra is in no git repository/);
  });

  it("refuses settings outside the repository, and finds those that a link in it or outside names", async () => {
    await withFiles({ "Pulumi.dev.yaml": "" }, (outside) => {
      const { status, stdout, stderr } = plan("--base", "main", "--config-dir", outside);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.ok(stderr.startsWith(`--config-dir ${outside} is not in the repository that --base main is of, `), stderr);
      assert.match(stderr, /; leave out --base, or keep the settings in the repository\n$/);
      assert.equal(repository.worktrees(), 1);

      const link = path.join(outside, "link");
      symlinkSync(repository.project, link);
      repository.write({ "Pulumi.new.yaml": "" });
      assert.match(plan("new", "--base", "main", "--config-dir", link).stdout, /2 to create/);
    });
  });

  it("removes the checkout and ends the base's plan when it is interrupted", async () => {
    const started = path.join(repository.folder, "started");
    const script = `node -e "require('fs').writeFileSync('${started}', String(process.pid)); setTimeout(() => {}, 60000)"`;
    repository.commit({ "package.json": JSON.stringify({ scripts: { plan: script } }) });
    const child = spawn(process.execPath, [...CLI, "dev", "--base", "main"], {
      cwd: repository.project,
      stdio: "ignore",
    });
    const exit = once(child, "exit");
    while (!existsSync(started)) await setTimeout(20);
    child.kill("SIGINT");
    assert.deepEqual(await exit, [130, null]);
    assert.equal(repository.worktrees(), 1);
  });
});
