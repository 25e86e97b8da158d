// Keeps the one issue about a stack's drift, which its label finds: opened where a night finds drift, changed while it lasts,
// closed when it is over. It names resources and what would be done to them, never values. Fails unless there is no drift.
//
// Usage: node driftIssue.mjs STACK unchanged|outputs|changes|failed, with the preview's text in the file LOG
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const [stack, result] = process.argv.slice(2);
const { GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_SERVER_URL, LOG } = process.env;
/** Outputs that have not been deployed yet are no drift. */
const isWell = ["unchanged", "outputs"].includes(result);
const label = `drift:${stack}`;
const run = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
/** Resources that an issue lists; it holds 65,536 characters. */
const MAX_LISTED = 100;

function gh(args, input) {
  const stdio = ["pipe", "pipe", "inherit"];
  return execFileSync("gh", [...args, "--repo", GITHUB_REPOSITORY], { encoding: "utf8", input, stdio });
}

/** Operations that change something; reading a resource back does not, and a replacement's halves are told by `replace`. */
const CHANGES = ["create", "update", "delete", "replace", "import"];

/** What the preview would do, as `update aws:sns/topic:Topic shop-dev-build`. */
function proposedSteps() {
  const steps = new Set();
  let operation = "";
  for (const line of readFileSync(LOG, "utf8").split("\n")) {
    operation = /^[ ~+-]*[\w/.:-]+: \(([a-z-]+)\)/.exec(line)?.[1] ?? operation;
    const urn = /^ *\[urn=(.+)\]$/.exec(line)?.[1];
    if (urn === undefined || !CHANGES.includes(operation)) continue;
    const [, , types, ...name] = urn.split("::");
    steps.add(`${operation} ${types.split("$").pop()} ${name.join("::")}`);
  }
  return [...steps];
}

function issueText() {
  const end = `[The run](${run}) has the details. This issue closes by itself after a night without drift.\n`;
  if (result !== "changes") return `Whether ${stack} has drifted is not known: there was no preview.\n\n${end}`;
  const steps = proposedSteps();
  const listed = steps.slice(0, MAX_LISTED).map((step) => `- \`${step}\``);
  if (steps.length > MAX_LISTED) listed.push(`- and ${steps.length - MAX_LISTED} more`);
  const what = `${stack} is not as its program says. To bring it back, \`pulumi up\` would:`;
  return `${what}\n\n${listed.join("\n")}\n\n${end}`;
}

const listing = gh(["issue", "list", "--label", label, "--state", "open", "--json", "number", "--limit", "1"]);
const number = JSON.parse(listing)[0]?.number.toString();

if (isWell) {
  if (number !== undefined) gh(["issue", "close", number, "--comment", `No drift any more: ${run}`]);
} else if (number !== undefined) {
  gh(["issue", "edit", number, "--body-file", "-"], issueText());
} else {
  gh([
    "label",
    "create",
    label,
    "--color",
    "D93F0B",
    "--description",
    `${stack} is not as its program says`,
    "--force",
  ]);
  gh(["issue", "create", "--title", `Drift in ${stack}`, "--label", label, "--body-file", "-"], issueText());
}
if (!isWell) process.exitCode = 1;
