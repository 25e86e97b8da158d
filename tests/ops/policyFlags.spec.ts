import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { policyFlags } from "../../ops/shared/policyPack";

describe("the configuration of the policy pack that the engine gets", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-policy-"));
  const [root, dir] = [join(folder, "root"), join(folder, "dir")];
  for (const place of [root, dir]) mkdirSync(join(place, "policy-config"), { recursive: true });
  const pack = ["--policy-pack", join(root, "policy")];
  const put = (...place: string[]) => {
    writeFileSync(join(...place), "{}");
    return [...pack, "--policy-pack-config", join(...place)];
  };

  it("is none, then the project's, the config dir's, the stack's: the nearest wins", () => {
    assert.deepEqual(policyFlags("dev", dir, root), pack);
    for (const place of [
      [root, "policy-config", "slipway.json"],
      [dir, "policy-config", "slipway.json"],
      [dir, "policy-config", "slipway.dev.json"],
    ]) {
      const flags = put(...place);
      assert.deepEqual(policyFlags("dev", dir, root), flags);
    }
    assert.deepEqual(policyFlags("uat", dir, root), [
      ...pack,
      "--policy-pack-config",
      join(dir, "policy-config", "slipway.json"),
    ]);
  });
});
