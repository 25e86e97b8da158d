import assert from "node:assert/strict";
import { FORMATS, rendererOf } from "../../plan/render/formats";
import { packFolder, planFixture, planFixtures, resourceOf } from "./support";

const SECRETS = /literal-s3cret|placeholder-|v1:6Ry2/;

describe("secrets", () => {
  it("appear in no format: values, derived values, outputs, log messages, findings of policies", async () => {
    const plans = await planFixtures(["secrets"], [packFolder("packs/strict")]);
    assert.equal(plans[0]?.policy.warned.filter(({ rule }) => rule === "reads-secrets").length, 3);
    for (const format of FORMATS) {
      const text = await rendererOf(format)({ plans }, { colour: false });
      assert.doesNotMatch(text, SECRETS, format);
      if (format !== "mermaid") assert.match(text, /\[secret\]/, format);
    }
  });

  it("are hidden where the program repeats them in the open", async () => {
    const plan = await planFixture("secrets");
    assert.equal(resourceOf(plan, "leak").inputs.description, "[secret] in the open");
    assert.deepEqual(plan.diagnostics, [{ severity: "warning", message: "the token is [secret]", urn: undefined }]);
  });

  it("are the engine's envelope in JSON, whole objects too", async () => {
    const { outputs } = await planFixture("secrets");
    const envelope = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      plaintext: '"[secret]"',
    };
    assert.deepEqual(outputs, { shown: envelope, database: envelope, length: "string" });
  });
});
