import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectDropped, takeDropped } from "../../ops/sandbox/dropped";
import { RunRecord } from "../../ops/shared/record";
import { droppedLines } from "../../ops/sandbox/report";

describe("the inputs that a provider plugin drops", () => {
  const file = join(mkdtempSync(join(tmpdir(), "slipway-dropped-")), "dev.dropped.jsonl");
  const service = (name: string, property: string, value: unknown = true) =>
    JSON.stringify({ type: "aws:ecs/service:Service", name, property, value });

  /** What is reported after the plugin has written `lines`. */
  async function reported(...lines: string[]): Promise<string[]> {
    await expectDropped(file);
    lines.forEach((line) => appendFileSync(file, `${line}\n`));
    const record = new RunRecord();
    record.dropped = await takeDropped(file);
    return droppedLines(record);
  }

  it("are listed once each, with the resources that they are of and without their values", async () => {
    const lines = await reported(
      service("web", "sigintRollback"),
      service("web", "deploymentConfiguration", { strategy: "CANARY", secret: "hush" }),
      service("api", "sigintRollback"),
      service("web", "sigintRollback"),
    );
    assert.deepEqual(lines, [
      "recorded, not passed on (the provider plugin is older than the SDK and does not know these inputs):",
      "  aws:ecs:Service deploymentConfiguration: web",
      "  aws:ecs:Service sigintRollback: api, web",
    ]);
  });

  it("are not mentioned by a plugin that drops none", async () => {
    assert.deepEqual(await reported(), []);
  });

  it("stay in no file: their values may be secret", async () => {
    await expectDropped(file);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    await takeDropped(file);
    assert.equal(existsSync(file), false);
  });

  it("of an earlier run that was killed are forgotten", async () => {
    writeFileSync(file, "half a li", { mode: 0o644 });
    assert.deepEqual(await reported(), []);
  });
});
