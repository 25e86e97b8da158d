import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../ops/shared/projectRoot";
import { run } from "../../ops/shared/run";
import { shellTools } from "./support/shellTools";

describe("shell scripts", () => {
  const files = [".github", "components", "examples"].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".sh"))
      .map((file) => join(projectRoot, folder, file)),
  );

  it("pass shellcheck, all of them", async () => {
    assert.ok(files.length >= 22);
    const { code, stdout, stderr } = await run(join(await shellTools(), "shellcheck"), files);
    assert.equal(code, 0, stdout + stderr);
  });
});
