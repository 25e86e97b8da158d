import assert from "node:assert/strict";
import { type Answer, runScript } from "./fakeTools";

const SHA = "a".repeat(40);
const MARKER = "<!-- slipway plan -->";
const PLAN = `${MARKER}\n### Offline plan\n\nmade by @alice, alice@example.com, shop@sha256:12\n`;

const ENV = {
  GH_TOKEN: "token",
  GITHUB_REPOSITORY: "acme/shop",
  GITHUB_SERVER_URL: "https://github.com",
  RUN_ID: "77",
  HEAD_REPOSITORY: "mallory/shop",
  HEAD_BRANCH: "main; rm -rf $HOME `id`",
  HEAD_SHA: SHA,
  BASE_BRANCH: "main",
};

const pull = (number: number, sha = SHA, repository: string | null = "mallory/shop") => ({
  number,
  head: { sha, repo: repository === null ? null : { full_name: repository } },
});

interface Situation {
  pulls?: unknown[];
  comments?: unknown[];
  artifact?: Omit<Answer, "to">;
  env?: Record<string, string>;
}

/** Runs the script after a run of the workflow, and gives what it sent to GitHub. */
function commented({ pulls = [pull(5)], comments = [], artifact, env }: Situation) {
  const plan = { writes: { option: "--dir", below: "plan.md", text: PLAN } };
  const ran = runScript(
    "comment.mjs",
    [],
    {
      gh: [
        { to: "/pulls", stdout: JSON.stringify(pulls) },
        { to: "per_page=100", stdout: JSON.stringify([comments]) },
        { to: "run download", ...(artifact ?? plan) },
        { to: "--method", stdout: "" },
      ],
    },
    { ...ENV, ...env },
  );
  const written = ran.calls.filter(({ args }) => args.includes("--input"));
  const body = written[0] && (JSON.parse(written[0].input) as { body: string }).body;
  return { ...ran, written: written.map(({ args }) => args.join(" ")), body };
}

describe("comment.mjs", () => {
  it("makes the comment the first time", () => {
    const { code, written, body } = commented({ comments: [{ id: 1, user: { login: "bob" }, body: "nice" }] });
    assert.equal(code, 0);
    assert.deepEqual(written, ["api --silent --method POST repos/acme/shop/issues/5/comments --input -"]);
    assert.ok(
      body?.startsWith(`${MARKER}\nPlan of ${SHA} by [this run](https://github.com/acme/shop/actions/runs/77).`),
    );
    assert.ok(body?.includes("### Offline plan"));
  });

  it("changes its comment afterwards, never one that somebody else began with the same line", () => {
    const comments = [
      { id: 1, user: { login: "mallory" }, body: `${MARKER} mine` },
      { id: 2, user: { login: "github-actions[bot]" }, body: "another workflow's" },
      { id: 3, user: { login: "github-actions[bot]" }, body: `${MARKER}\nthe last plan` },
      { id: 4, user: null, body: `${MARKER}\na deleted account's` },
    ];
    const { written } = commented({ comments });
    assert.deepEqual(written, ["api --silent --method PATCH repos/acme/shop/issues/comments/3 --input -"]);
  });

  it("takes the pull request from what GitHub says of the run: head, repository and target branch", () => {
    const { calls, written } = commented({
      pulls: [pull(1, "b".repeat(40)), pull(2, SHA, "eve/shop"), pull(3, SHA, null), pull(4)],
    });
    assert.deepEqual(calls[0]?.args, [
      ...["api", "--method", "GET", "repos/acme/shop/pulls", "--raw-field", "state=open", "--raw-field", "base=main"],
      ...["--raw-field", `head=mallory:${ENV.HEAD_BRANCH}`],
    ]);
    assert.match(written[0] ?? "", /issues\/4\/comments/);
  });

  it("says nothing where the pull request is closed or was pushed to since", () => {
    for (const pulls of [[], [pull(5, "b".repeat(40))]]) {
      const { code, written } = commented({ pulls });
      assert.deepEqual([code, written], [0, []]);
    }
  });

  it("says that there is no plan where the run left none, or something that is no file", () => {
    const none: Omit<Answer, "to">[] = [
      { code: 1, stderr: "no artifact matches\n" },
      { stdout: "" },
      { writes: { option: "--dir", below: "plan.md", linkTo: "/etc/hostname" } },
      { writes: { option: "--dir", below: "plan.md", text: "x".repeat(262_145) } },
    ];
    for (const artifact of none) {
      const { code, body } = commented({ artifact });
      assert.equal(code, 0);
      assert.match(body ?? "", /^<!-- slipway plan -->\nPlan of a{40} by .*\n\n❌ The run ended without a plan/);
    }
  });

  it("warns of what the code of a fork says about itself, and only of that", () => {
    assert.match(commented({}).body ?? "", /The code of a fork made it/);
    const own = commented({ env: { HEAD_REPOSITORY: "acme/shop" }, pulls: [pull(5, SHA, "acme/shop")] });
    assert.match(own.body ?? "", /Plan of a{40}/);
    assert.doesNotMatch(own.body ?? "", /fork/);
  });

  it("calls nobody by the workflow's name, and leaves addresses and digests alone", () => {
    const { body = "" } = commented({});
    assert.ok(body.includes("made by @\u2060alice, alice@example.com, shop@sha256:12"), body);
    const text = "@team (@acme/admins) **@bob** a\n@carol `@dave /@erin @@frank\n";
    const artifact = { writes: { option: "--dir", below: "plan.md", text } };
    assert.doesNotMatch(commented({ artifact }).body ?? "", /@\w/);
  });

  it("stays within what GitHub takes, with its own lines first", () => {
    const text = `${MARKER}\n${`${"y".repeat(99)}\n`.repeat(655)}`;
    const { body = "" } = commented({ artifact: { writes: { option: "--dir", below: "plan.md", text } } });
    assert.ok(body.length <= 65_536, `${body.length} characters`);
    assert.ok(body.length > 65_000, `${body.length} characters`);
    assert.match(body, /^<!-- slipway plan -->\nPlan of .*\n\n\*The end is cut off/);
    assert.match(body, /y\n$/);
  });

  it("has one line by which it is found, whatever the plan contains", () => {
    const artifact = { writes: { option: "--dir", below: "plan.md", text: `${PLAN}${MARKER}\n` } };
    assert.equal(commented({ artifact }).body?.split(MARKER).length, 2);
  });

  it("fails where GitHub refuses", () => {
    const { code } = runScript("comment.mjs", [], { gh: [{ to: "/pulls", code: 1, stderr: "HTTP 403\n" }] }, ENV);
    assert.notEqual(code, 0);
  });
});
