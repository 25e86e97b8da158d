import { type ExecFileException, execFile } from "node:child_process";
import { closest, distance } from "fastest-levenshtein";
import { PlanProblem, WrongUsage } from "../problem";

/** Hooks of the repository are for its user's own checkouts. */
const NO_HOOKS = ["-c", "core.hooksPath=/dev/null"];

/**
 * Runs git and returns what it prints.
 *
 * @throws GitError if it fails
 */
export function git(folder: string, ...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile("git", [...NO_HOOKS, ...args], { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) reject(new GitError(error, stderr.trim()));
      else resolve(stdout.trim());
    });
  });
}

export class GitError extends Error {
  constructor(
    override readonly cause: ExecFileException,
    readonly stderr: string,
  ) {
    super(stderr || cause.message);
  }
}

/** A commit, and where the project is in its repository. */
export interface Revision {
  ref: string;
  commit: string;
  /** Absolute path of the repository's working tree. */
  top: string;
}

/**
 * Finds the commit that a name of the user stands for.
 *
 * @throws PlanProblem that says what is missing: git or a repository; WrongUsage if it is the revision or its history
 */
export async function findRevision(root: string, ref: string): Promise<Revision> {
  const label = `--base ${ref}`;
  const top = await git(root, "rev-parse", "--show-toplevel").catch((error: unknown) => {
    if (error instanceof GitError && error.cause.code === "ENOENT")
      throw new PlanProblem(`${label}: git is not installed; it holds the revision to compare with`);
    throw new PlanProblem(`${label}: ${root} is in no git repository; there is no other revision of it`);
  });
  // A name that begins with a dash would be an option of git's.
  const commit = ref.startsWith("-")
    ? ""
    : await git(top, "rev-parse", "--verify", "--quiet", `${ref}^{commit}`).catch(() => "");
  if (commit === "") throw new WrongUsage(`${label}: ${await describeUnknown(top, ref)}`);
  return { ref, commit, top };
}

async function describeUnknown(top: string, ref: string): Promise<string> {
  const shallow = (await git(top, "rev-parse", "--is-shallow-repository").catch(() => "")) === "true";
  const names = (await git(top, "for-each-ref", "--format=%(refname:short)").catch(() => ""))
    .split("\n")
    .filter(Boolean);
  const nearest = names.length > 0 ? closest(ref, names) : undefined;
  const hint =
    nearest !== undefined && distance(ref, nearest) <= Math.max(2, ref.length / 2)
      ? `; did you mean "${nearest}"?`
      : "";
  const fetch = shallow
    ? "; this clone is shallow: get the revision by `git fetch --depth=1 origin REF`, or the history by `git fetch --unshallow`"
    : "";
  return `no such revision${hint}${fetch}`;
}
