import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { messageOf, PlanProblem } from "../problem";
import { git, type Revision } from "./git";

/** A checkout of a revision in a temporary folder. Whoever makes one removes it. */
export class Worktree {
  /** Absolute path of the checkout. */
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), "slipway-base-")));

  constructor(private readonly revision: Revision) {}

  /** @throws PlanProblem if git cannot check the revision out */
  async checkOut(): Promise<void> {
    const { ref, commit, top } = this.revision;
    try {
      await git(top, "worktree", "add", "--detach", "--force", this.folder, commit);
    } catch (error) {
      throw new PlanProblem(`--base ${ref}: cannot be checked out: ${messageOf(error)}`);
    }
  }

  /** Synchronous, so that a process can do it as its last act. */
  remove(): void {
    try {
      execFileSync("git", ["worktree", "remove", "--force", this.folder], { cwd: this.revision.top, stdio: "ignore" });
    } catch {
      // It was not checked out, or the repository is gone.
    }
    // What is linked into the folder stays.
    rmSync(this.folder, { recursive: true, force: true });
  }
}
