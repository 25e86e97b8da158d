import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { Validator, type Schema } from "@cfworker/json-schema";
import { parse } from "yaml";
import { generatedFiles } from "../../docs/generate/index";
import { stackFileSchema } from "../../docs/generate/schema";
import { stacksIn } from "../../stacks/settings/siblings";

const ROOT = path.join(__dirname, "..", "..");

const EXAMPLES = readdirSync(path.join(ROOT, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => path.join("examples", name));

describe("Generated files", () => {
  it("are what `npm run generate` writes", async () => {
    for (const [file, text] of Object.entries(await generatedFiles())) {
      assert.equal(readFileSync(path.join(ROOT, file), "utf8"), text, `${file} is out of date: npm run generate`);
    }
  });

  describe("slipway.schema.json", () => {
    const validator = new Validator(JSON.parse(stackFileSchema()) as Schema, "7");
    const isValid = (file: unknown): boolean => validator.validate(file).valid;
    const dev = () =>
      parse(readFileSync(path.join(ROOT, "Pulumi.dev.yaml"), "utf8")) as { config: Record<string, unknown> };

    it("accepts the stack files", () => {
      for (const folder of ["", ...EXAMPLES]) {
        for (const stack of stacksIn(path.join(ROOT, folder))) {
          const file = path.join(folder, `Pulumi.${stack}.yaml`);
          const { errors } = validator.validate(parse(readFileSync(path.join(ROOT, file), "utf8")));
          assert.deepEqual(errors, [], file);
        }
      }
    });

    it("underlines unknown keys of ours, and leaves those of others alone", () => {
      assert.ok(!isValid({ config: { ...dev().config, "slipway:netwrk": 1 } }));
      assert.ok(isValid({ config: { ...dev().config, "aws:profile": "work" } }));
    });

    it("wants secrets encrypted", () => {
      assert.ok(!isValid({ config: { ...dev().config, "slipway:operationsWebhook": "https://example.com" } }));
      assert.ok(isValid({ config: { ...dev().config, "slipway:operationsWebhook": { secure: "v1:abc" } } }));
    });
  });
});
