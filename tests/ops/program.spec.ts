import assert from "node:assert/strict";
import { execFile } from "node:child_process";

describe("a command", () => {
  it("begins with its own words, not with a warning of the AWS SDK about Node.js", async () => {
    const stderr = await new Promise<string>((resolve) => {
      const args = ["-r", "tsx/cjs", "ops/status/cli.ts", "production", "--config-dir", "examples/lcloud"];
      const withoutCredentials = { HOME: "/nowhere", AWS_EC2_METADATA_DISABLED: "true", NO_COLOR: "1" };
      const env = { PATH: process.env.PATH, ...withoutCredentials };
      execFile(process.execPath, args, { env }, (_error, _stdout, text) => resolve(text));
    });
    assert.match(stderr, /^error: .*credentials/);
  });
});
