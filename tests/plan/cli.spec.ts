import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { packFolder, runCli, withFiles } from "./support";

describe("npm run plan", () => {
  it("prints the tree of the named stacks with marks, outputs, unprotected data, the label and a line for each", () => {
    const { stdout, status } = runCli(["late", "network"]);
    assert.equal(status, 0);
    assert.match(stdout, /^fixture\/late {2}us-west-2 {2}offline plan: no state, no provider checks\n/);
    assert.match(
      stdout,
      /^ {2}│ {2}└─ acme:index:Inner +inner +protected\n {2}│ {5}└─ aws:ec2:Vpc +vpc +protected, retained$/m,
    );
    assert.match(stdout, /aws:sns:Topic +alarms +in eu-west-1$/m);
    assert.match(stdout, /awsx:ec2:Vpc +awsx +remote: /);
    assert.match(
      stdout,
      /cidr: 10\.7\.0\.0\/16\n {4}groupName: fixture!\n {4}\(known after up\): publicSubnets vpcId$/m,
    );
    assert.match(stdout, /Unprotected data.*\n {4}aws:s3:Bucket {2}data$/m);
    assert.match(
      stdout,
      /\nlate: 2 resources; 0 mandatory violations\nnetwork: 4 resources, 2 components, 1 remote component; .*1 unprotected data\noffline plan: .*\n$/,
    );
    // eslint-disable-next-line no-control-regex -- colour is for terminals
    assert.doesNotMatch(stdout, /\x1b\[/);
  });

  it("writes the same bytes in every run, in JSON of the shape of `pulumi stack export`", async () => {
    await withFiles({}, (folder) => {
      const files = ["a.json", "b.json"].map((name) => path.join(folder, name));
      for (const file of files) {
        const { stdout, status } = runCli(["network", "secrets", "--format", "json", "--out", file]);
        assert.deepEqual([status, stdout], [0, `wrote ${file}\n`]);
      }
      const [first, second] = files.map((file) => readFileSync(file, "utf8"));
      assert.equal(first, second);
      const { label, stacks } = JSON.parse(first ?? "") as {
        label: string;
        stacks: Record<string, { version: number; deployment: { resources: Record<string, unknown>[] } }>;
      };
      assert.equal(label, "offline plan: no state, no provider checks");
      assert.deepEqual(Object.keys(stacks), ["network", "secrets"]);
      const vpc = stacks.network?.deployment.resources.find(({ type }) => type === "aws:ec2/vpc:Vpc");
      const { custom, protect, retainOnDelete, ignoreChanges, customTimeouts, sourcePosition } = vpc ?? {};
      assert.deepEqual(
        {
          version: stacks.network?.version,
          custom,
          protect,
          retainOnDelete,
          ignoreChanges,
          customTimeouts,
          sourcePosition,
        },
        {
          version: 3,
          custom: true,
          protect: true,
          retainOnDelete: true,
          ignoreChanges: ["tags"],
          customTimeouts: { create: 600 },
          sourcePosition: "project:///scenarios/network.ts#10,16",
        },
      );
    });
  });

  it("ends with 1 when a stack has a problem, a mandatory rule is violated or a pack cannot start", () => {
    const problems = runCli(["run-error", "waits", "late", "--policy-pack", packFolder("packs/strict")]);
    assert.equal(problems.status, 1);
    assert.match(
      problems.stdout,
      /run-error: not planned, 1 problem\nwaits: not planned, 1 problem\nlate: 2 resources/,
    );
    assert.match(problems.stdout, /the program never finishes: it waits for a value that nothing sets/);
    assert.doesNotMatch(problems.stdout + problems.stderr, /^ +at /m);

    const violated = runCli([
      "network",
      "--policy-pack",
      packFolder("packs/strict"),
      "--policy-pack",
      packFolder("packs/crashes"),
    ]);
    assert.equal(violated.status, 1);
    assert.match(
      violated.stdout,
      /could not be evaluated \(mandatory\): cannot-prove: aws:s3:Bucket data {2}scenarios\/network\.ts:\d+/,
    );
    assert.match(violated.stdout, /packs\/crashes: ended before it served/);
    assert.match(
      violated.stdout,
      /network: .*policies broken: 1 error, 1 mandatory violation, 2 warnings, 1 not evaluated/,
    );
  });

  it("plans programs that serialize functions, with the compiler loaded only then", () => {
    const { stdout, status } = runCli(["functions"]);
    assert.equal(status, 0, stdout);
    assert.match(stdout, /aws:lambda:Function +callback/);
    assert.match(stdout, /code: .*greeting: \\"hello\\"/);
  });

  it("ends with 2 and what is allowed when it is used wrongly", () => {
    const wrong: [args: string[], message: RegExp][] = [
      [["--format", "pdf"], /'pdf' is invalid\. Allowed choices are tree, json, markdown, mermaid, html\./],
      [["--bass", "main"], /unknown option '--bass'\n\(Did you mean --base\?\)/],
      [["--confirm-data-loss"], /--confirm-data-loss needs --base/],
      [["--out"], /argument missing/],
      [["--policy-pack", "../no-such"], /^policy pack \S+\/no-such: no such folder; --policy-pack names/],
      [["--policy-pack", "."], /^policy pack \S+: no PulumiPolicy\.yaml in it; --policy-pack names/],
    ];
    for (const [args, message] of wrong) {
      const { status, stderr } = runCli(args);
      assert.deepEqual([status, message.test(stderr)], [2, true], stderr);
    }
  });

  it("says what is missing: the folder, the project, the stack", async () => {
    await withFiles({}, (folder) => {
      assert.match(runCli([], folder).stderr, /no Pulumi\.yaml in .* or above/);
    });
    const { status, stderr } = runCli(["--config-dir", "nowhere"]);
    assert.deepEqual([status, /nowhere: no such folder; --config-dir names one/.test(stderr)], [1, true], stderr);
    assert.match(
      runCli(["--config-dir", "Pulumi.yaml"]).stderr,
      /^\S+\/Pulumi\.yaml: no such folder; --config-dir names/,
    );
    assert.match(runCli(["netwrk"]).stdout, /no settings file Pulumi\.netwrk\.yaml in .*did you mean "network"\?/);
  });

  it("says before it plans that the file of --out cannot be written, and leaves what a file holds until then", async () => {
    await withFiles({ "kept.json": "before" }, (folder) => {
      const wrong: [file: string, reason: string][] = [
        [path.join(folder, "none", "plan.json"), "no such file or directory"],
        [folder, "illegal operation on a directory"],
      ];
      for (const [file, reason] of wrong) {
        const { status, stdout, stderr } = runCli(["--out", file]);
        assert.deepEqual([status, stdout, stderr], [1, "", `--out ${file}: cannot be written: ${reason}\n`]);
      }
      const kept = path.join(folder, "kept.json");
      assert.equal(runCli(["--out", kept, "--config-dir", "nowhere"]).status, 1);
      assert.equal(readFileSync(kept, "utf8"), "before");
    });
  });

  it("tells the program the folder of the settings, and keeps what it prints out of the plan", async () => {
    await withFiles(
      {
        "Pulumi.yaml": "name: mini\nruntime: nodejs\nmain: index.js\n",
        "Pulumi.dev.yaml": "",
        "index.js": "console.log('printed'); exports.dir = process.env.SLIPWAY_CONFIG_DIR;\n",
      },
      (folder) => {
        const { stdout, stderr, status } = runCli(["--format", "json"], folder);
        assert.equal(status, 0, stderr);
        assert.equal(stderr, "printed\n");
        assert.match(stdout, new RegExp(`"dir": "${folder}"`));
      },
    );
  });
});
