import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { generatedFiles } from "../../docs/generate/index";
import { stackFileSchema } from "../../docs/generate/schema";

const ROOT = path.join(__dirname, "..", "..");

describe("Generated files", () => {
  it("are what `npm run generate` writes", () => {
    for (const [file, text] of Object.entries(generatedFiles())) {
      assert.equal(readFileSync(path.join(ROOT, file), "utf8"), text, `${file} is out of date: npm run generate`);
    }
  });

  describe("slipway.schema.json", () => {
    const validate = new Ajv({ strict: false }).compile(JSON.parse(stackFileSchema()) as object);
    const dev = () =>
      parse(readFileSync(path.join(ROOT, "Pulumi.dev.yaml"), "utf8")) as { config: Record<string, unknown> };

    it("accepts the stack files", () => {
      for (const file of [
        "Pulumi.dev.yaml",
        "Pulumi.uat.yaml",
        "Pulumi.prod.yaml",
        "examples/twig/Pulumi.integration.yaml",
        "examples/twig/Pulumi.staging.yaml",
        "examples/twig/Pulumi.production.yaml",
        "examples/authority-lookup/Pulumi.staging.yaml",
        "examples/authority-lookup/Pulumi.production.yaml",
      ]) {
        assert.ok(
          validate(parse(readFileSync(path.join(ROOT, file), "utf8"))),
          `${file}: ${JSON.stringify(validate.errors)}`,
        );
      }
    });

    it("underlines unknown keys of ours, and leaves those of others alone", () => {
      assert.ok(!validate({ config: { ...dev().config, "slipway:netwrk": 1 } }));
      assert.ok(validate({ config: { ...dev().config, "aws:profile": "work" } }));
    });

    it("wants secrets encrypted", () => {
      assert.ok(!validate({ config: { ...dev().config, "slipway:operationsWebhook": "https://example.com" } }));
      assert.ok(validate({ config: { ...dev().config, "slipway:operationsWebhook": { secure: "v1:abc" } } }));
    });
  });
});
