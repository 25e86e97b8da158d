import type { Job, Workflow } from "./workflows";

/** Permissions that change something, or give credentials of the account. */
const WRITES = /^write$/;

const stepsOf = (job: Job) => job.steps ?? [];

/** What is unsafe in a workflow, in words; nothing for a safe one. */
export function unsafe({ on, permissions, jobs, uses, text }: Workflow): string[] {
  const problems: string[] = [];
  const require = (holds: boolean, problem: string) => void (holds || problems.push(problem));

  require(!("pull_request_target" in on), "pull_request_target runs with rights on what a fork wrote");
  require(permissions !== undefined && Object.keys(permissions).length === 0, "permissions at the top are not {}");
  require(!/\bsecrets\b/.test(text.replace(/#.*/g, "")), "it reads a secret");
  for (const { target, comment } of uses) {
    if (target.startsWith("./")) continue;
    require(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(target), `${target} is not pinned by commit`);
    require(/^v\d+\.\d+\.\d+$/.test(comment), `${target} does not say its version`);
  }
  for (const [name, job] of Object.entries(jobs)) {
    require(job.permissions !== undefined, `job ${name} says no permissions`);
    require(job.uses !== undefined || job["timeout-minutes"] !== undefined, `job ${name} has no timeout`);
    for (const { uses: action = "", with: inputs = {}, run = "" } of stepsOf(job)) {
      // Branches, titles and names are data: a script gets them by its environment, where no shell reads them as code.
      require(!run.includes("${{"), `job ${name} has an expression inside a script: ${run}`);
      require(run.split("\n").length <= 3, `job ${name} has a script that nothing tests`);
      if (action.startsWith("actions/checkout@"))
        require(inputs["persist-credentials"] === false, `job ${name} leaves its token in .git`);
    }
  }
  if ("workflow_run" in on || "issue_comment" in on) problems.push(...runsForeignCode(jobs));
  if ("pull_request" in on) problems.push(...givesRightsToForks(jobs));
  return problems;
}

/** In a workflow that has rights although a fork started it: nothing of the fork is checked out or installed. */
function runsForeignCode(jobs: Record<string, Job>): string[] {
  return Object.entries(jobs).flatMap(([name, job]) =>
    stepsOf(job).flatMap(({ uses = "", with: inputs = {}, run = "" }) => [
      ...(uses.startsWith("actions/checkout@") && ("ref" in inputs || "repository" in inputs)
        ? [`job ${name} checks out something else than the default branch`]
        : []),
      ...(/\bnpm\b|\bnpx\b/.test(run) ? [`job ${name} runs what packages bring`] : []),
    ]),
  );
}

/** In a workflow of pull requests: rights only in jobs that do not start for a fork. */
function givesRightsToForks(jobs: Record<string, Job>): string[] {
  return Object.entries(jobs).flatMap(([name, { permissions = {}, if: condition = "" }]) =>
    Object.values(permissions).some((level) => WRITES.test(level)) &&
    !condition.includes("github.event.pull_request.head.repo.full_name == github.repository")
      ? [`job ${name} has rights in pull requests of forks`]
      : [],
  );
}
