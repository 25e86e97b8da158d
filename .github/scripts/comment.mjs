// Puts the plan of a pull request into its one comment: makes it the first time, changes it afterwards.
//
// It runs with the right to write, and everything about the pull request may come from a stranger. So which pull request it is
// says GitHub, by the head of the run; the artifact is text and nothing else. It needs Node.js and `gh`, no dependency.
import { execFileSync } from "node:child_process";
import { lstatSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const MARKER = "<!-- slipway plan -->";
const AUTHOR = "github-actions[bot]";
/** Characters that GitHub takes in a comment. */
const LIMIT = 65_536;
/** Bytes that so many characters can have. */
const LIMIT_BYTES = 4 * LIMIT;

const { BASE_BRANCH, GITHUB_REPOSITORY, GITHUB_SERVER_URL, HEAD_BRANCH, HEAD_REPOSITORY, HEAD_SHA, RUN_ID } =
  process.env;

function gh(args, input) {
  return execFileSync("gh", args, { encoding: "utf8", input, stdio: ["pipe", "pipe", "inherit"], maxBuffer: 1 << 26 });
}

const api = (...args) => JSON.parse(gh(["api", ...args]));

/** The open pull request whose head the run planned: not one that was closed, or pushed to since. */
function pullRequest() {
  const query = { state: "open", base: BASE_BRANCH, head: `${HEAD_REPOSITORY.split("/")[0]}:${HEAD_BRANCH}` };
  const fields = Object.entries(query).flatMap(([key, value]) => ["--raw-field", `${key}=${value}`]);
  return api("--method", "GET", `repos/${GITHUB_REPOSITORY}/pulls`, ...fields).find(
    ({ head }) => head.sha === HEAD_SHA && head.repo?.full_name === HEAD_REPOSITORY,
  );
}

/** The text of the plan, or undefined if the run left none that is one. */
function planText() {
  const folder = mkdtempSync(path.join(tmpdir(), "plan-"));
  try {
    gh(["run", "download", RUN_ID, "--repo", GITHUB_REPOSITORY, "--name", "plan", "--dir", folder]);
    const file = path.join(folder, "plan.md");
    const stat = lstatSync(file);
    return stat.isFile() && stat.size <= LIMIT_BYTES ? readFileSync(file, "utf8") : undefined;
  } catch {
    return undefined;
  }
}

/** Without what calls people: the comment is the workflow's, whoever wrote the text. E-mail addresses and digests stay. */
const withoutMentions = (text) => text.replace(/(?<!\w)@(?=\w)/g, "@\u2060");

function commentText(plan) {
  const run = `[this run](${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${RUN_ID})`;
  const fork =
    HEAD_REPOSITORY === GITHUB_REPOSITORY
      ? ""
      : " The code of a fork made it: read the change before you believe what it says about itself.";
  const head = `${MARKER}\nPlan of ${HEAD_SHA} by ${run}.${fork}\n\n`;
  if (plan === undefined) return `${head}❌ The run ended without a plan; its log says why.\n`;
  const text = withoutMentions(plan.replaceAll(MARKER, "").trimStart());
  if (head.length + text.length <= LIMIT) return head + text;
  const cut = "*The end is cut off; the summary of the run has all of it.*\n\n";
  const kept = text.slice(0, LIMIT - head.length - cut.length);
  return head + cut + kept.slice(0, kept.lastIndexOf("\n") + 1);
}

const pull = pullRequest();
if (pull === undefined) {
  console.log(`no open pull request has ${HEAD_SHA} as its head; nothing to comment on`);
} else {
  const pages = api("--paginate", "--slurp", `repos/${GITHUB_REPOSITORY}/issues/${pull.number}/comments?per_page=100`);
  const own = pages.flat().find(({ user, body }) => user?.login === AUTHOR && body?.startsWith(MARKER));
  const target = own === undefined ? `issues/${pull.number}/comments` : `issues/comments/${own.id}`;
  const method = own === undefined ? "POST" : "PATCH";
  gh(
    ["api", "--silent", "--method", method, `repos/${GITHUB_REPOSITORY}/${target}`, "--input", "-"],
    JSON.stringify({ body: commentText(planText()) }),
  );
  console.log(`${own === undefined ? "made" : "changed"} the comment on #${pull.number}`);
}
