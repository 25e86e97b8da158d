import assert from "node:assert/strict";
import { type Answer, runScript } from "./fakeTools";

const POLICIES = "--policy-pack policy --policy-pack-config policy-config/slipway.dev.json";

describe("preview.sh", () => {
  const preview = (answer: Omit<Answer, "to">, ...options: string[]) =>
    runScript("preview.sh", ["dev", ...options], { pulumi: [{ to: "preview", ...answer }] });
  const resultOf = (output: string) => /^result=(.*)$/m.exec(output)?.[1];

  it("asks with the stack's policies, and hands on further options", () => {
    const { calls } = preview({}, "--refresh");
    const args = calls[0]?.args.join(" ") ?? "";
    assert.ok(args.startsWith("preview --stack dev "), args);
    assert.ok(args.endsWith(`${POLICIES} --refresh`), args);
    for (const option of ["--non-interactive", "--expect-no-changes", "--diff"]) {
      assert.ok(args.includes(option), option);
    }
  });

  it("tells no changes, changes and failure apart, and fails with the last alone", () => {
    const ended = [0, 7, 1, 255].map((code) => {
      const ran = preview({ code, stdout: "~ aws:sns/topic:Topic\n" });
      return [resultOf(ran.output), ran.code];
    });
    assert.deepEqual(ended, [
      ["unchanged", 0],
      ["changes", 0],
      ["failed", 1],
      ["failed", 255],
    ]);
  });

  it("knows a preview in which only the stack's outputs change", () => {
    const stdout =
      '  pulumi:pulumi:Stack: (same)\n    --outputs:--\n  ~ url: "a" => "b"\nResources:\n    1 unchanged\n';
    const ran = preview({ stdout });
    assert.deepEqual([resultOf(ran.output), ran.code], ["outputs", 0]);
    assert.equal(resultOf(preview({ stdout, code: 7 }).output), "changes");
  });

  it("shows what it says in the log and in the summary, where nothing in it can end the block", () => {
    const { stdout, summary, output } = preview({ stdout: "```\n", stderr: "</details>\n", code: 7 });
    assert.ok(stdout.includes("```\n") && stdout.includes("</details>\n"));
    assert.match(summary, /^### Preview of dev: changes\n/);
    assert.ok(summary.includes("\n    ```\n") && summary.includes("\n    </details>\n"), summary);
    assert.match(output, /^log=\/.+$/m);
  });

  it("keeps the summary within what GitHub takes", () => {
    assert.ok(preview({ stdout: "z".repeat(3_000_000) }).summary.length < 1_000_000);
  });
});

describe("deploy.sh", () => {
  const DEPLOYED = "0".repeat(40);
  const HEAD = "b".repeat(40);

  /** Runs it at {@link HEAD}, over a stack with this history, where git knows whether the deployed commit is newer. */
  const deploy = (history: unknown[], { isNewer = false, up = 0 } = {}) =>
    runScript("deploy.sh", ["dev"], {
      git: [
        { to: "rev-parse", stdout: `${HEAD}\n` },
        { to: "merge-base --is-ancestor", code: isNewer ? 0 : 1 },
      ],
      pulumi: [
        { to: "stack history", stdout: JSON.stringify(history) },
        { to: "up --stack dev", code: up },
      ],
    });
  const update = (head: string, kind = "update") => ({ kind, environment: { "git.head": head } });
  const ups = ({ calls }: { calls: { tool: string; args: string[] }[] }) =>
    calls.filter(({ tool, args }) => tool === "pulumi" && args[0] === "up");

  it("deploys with the stack's policies, asking nobody, and says so", () => {
    const ran = deploy([update("c".repeat(40))]);
    assert.equal(ran.code, 0);
    const args = ups(ran)[0]?.args.join(" ") ?? "";
    assert.ok(args.startsWith("up --stack dev --yes --non-interactive"), args);
    assert.ok(args.endsWith(POLICIES), args);
    assert.equal(ran.summary, `### Deployment of ${HEAD} to dev: done\n`);
  });

  it("deploys to a stack without a past, and the same commit again", () => {
    assert.equal(ups(deploy([])).length, 1);
    assert.equal(ups(deploy([update(HEAD)], { isNewer: true })).length, 1);
  });

  it("refuses a commit that is older than what the stack has, before anything changes", () => {
    const ran = deploy([{ kind: "refresh" }, update(DEPLOYED), update(HEAD)], { isNewer: true });
    assert.equal(ran.code, 1);
    assert.deepEqual(ups(ran), []);
    assert.match(ran.stderr, /dev has 0{40}, which is newer than b{40}.*merge a commit that reverts/);
    const asked = ran.calls.find(({ args }) => args[0] === "merge-base");
    assert.deepEqual(asked?.args, ["merge-base", "--is-ancestor", HEAD, DEPLOYED]);
  });

  it("reads a long past: each entry has all settings of the stack", () => {
    const long = { kind: "refresh", config: { "slipway:services": "x".repeat(20_000) } };
    const ran = deploy([...Array.from({ length: 19 }, () => long), update(DEPLOYED)], { isNewer: true });
    assert.equal(ran.code, 1);
    assert.match(ran.stderr, /dev has 0{40}/);
  });

  it("fails as the update fails", () => {
    const ran = deploy([], { up: 255 });
    assert.equal(ran.code, 255);
    assert.equal(ran.summary, `### Deployment of ${HEAD} to dev: failed, exit code 255\n`);
  });

  it("does not deploy where the past cannot be read", () => {
    const answers = { git: [], pulumi: [{ to: "stack history", code: 6, stderr: "no stack named 'dev' found\n" }] };
    const ran = runScript("deploy.sh", ["dev"], answers);
    assert.equal(ran.code, 6);
    assert.deepEqual(ups(ran), []);
  });
});

describe("driftIssue.mjs", () => {
  const ENV = { GITHUB_REPOSITORY: "acme/shop", GITHUB_SERVER_URL: "https://github.com", GITHUB_RUN_ID: "9" };
  const LOG = `${__dirname}/fixtures/drift.txt`;

  const report = (result: string, open: number[] = []) =>
    runScript(
      "driftIssue.mjs",
      ["dev", result],
      {
        gh: [
          { to: "issue list", stdout: JSON.stringify(open.map((number) => ({ number }))) },
          ...["label create", "issue create", "issue edit", "issue close"].map((to) => ({ to })),
        ],
      },
      { ...ENV, LOG },
    );
  const done = ({ calls }: { calls: { args: string[] }[] }) =>
    calls.slice(1).map(({ args }) => args.slice(0, 3).join(" "));

  it("looks for the stack's issue by its label", () => {
    const { calls } = report("unchanged");
    assert.ok(calls[0]?.args.join(" ").startsWith("issue list --label drift:dev --state open"));
    assert.ok(calls.every(({ args }) => args.join(" ").endsWith("--repo acme/shop")));
  });

  it("opens one where there is none, with the label, and fails", () => {
    const ran = report("changes");
    assert.deepEqual(done(ran), ["label create drift:dev", "issue create --title"]);
    assert.match(ran.calls[2]?.args.join(" ") ?? "", /--title Drift in dev --label drift:dev/);
    assert.equal(ran.code, 1);
  });

  it("changes the one there is, and opens no second", () => {
    const ran = report("changes", [12]);
    assert.deepEqual(done(ran), ["issue edit 12"]);
    assert.equal(ran.code, 1);
  });

  it("closes it when the drift is over, and passes", () => {
    const ran = report("unchanged", [12]);
    assert.deepEqual([done(ran), ran.code], [["issue close 12"], 0]);
    const undeployed = report("outputs");
    assert.deepEqual([done(undeployed), undeployed.code], [[], 0]);
  });

  it("names what would be changed, each once, and no value", () => {
    const body = report("changes", [12]).calls[1]?.input ?? "";
    const listed = [...body.matchAll(/^- `(.*)`$/gm)].map(([, step]) => step);
    assert.deepEqual(listed, [
      "update aws:sns/topic:Topic acme-shop-dev-build",
      "create aws:sqs/queue:Queue acme-shop-dev-jobs",
      "replace aws:ec2/instance:Instance acme-shop-dev-box",
    ]);
    for (const value of ["arn:aws", "CostCenter", "i-0123456789abcdef0"]) assert.ok(!body.includes(value), value);
    assert.ok(body.includes("https://github.com/acme/shop/actions/runs/9"));
  });

  it("says that nothing is known where there was no preview, and fails", () => {
    const ran = report("failed");
    assert.deepEqual(done(ran), ["label create drift:dev", "issue create --title"]);
    assert.match(ran.calls[2]?.input ?? "", /^Whether dev has drifted is not known/);
    assert.equal(ran.code, 1);
  });
});
