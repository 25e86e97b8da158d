import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { messageOf, PlanProblem } from "../problem";
import { git, type Revision } from "./git";

/** A checkout of a revision in a temporary folder. Whoever makes one removes it. */
export class Worktree {
  private constructor(
    /** Absolute path of the checkout. */
    readonly folder: string,
    private readonly repository: string,
  ) {}

  /** @throws PlanProblem if git cannot check the revision out */
  static async of({ ref, commit, top }: Revision): Promise<Worktree> {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "slipway-base-")));
    const worktree = new Worktree(folder, top);
    try {
      await git(top, "worktree", "add", "--detach", "--force", folder, commit);
      return worktree;
    } catch (error) {
      worktree.remove();
      throw new PlanProblem(`--base ${ref}: cannot be checked out: ${messageOf(error)}`);
    }
  }

  /** Synchronous, so that a process can do it as its last act. */
  remove(): void {
    // What is linked into the folder stays. Git forgets a worktree whose folder is gone.
    rmSync(this.folder, { recursive: true, force: true });
    try {
      execFileSync("git", ["worktree", "prune"], { cwd: this.repository, stdio: "ignore" });
    } catch {
      // The repository is read-only or gone; git prunes by itself some time.
    }
  }
}
