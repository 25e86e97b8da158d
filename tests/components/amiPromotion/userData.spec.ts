import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

const FOLDER = path.join(__dirname, "..", "..", "..", "examples", "qbo3", "user-data");

describe("First-boot scripts of the example", () => {
  const scripts = readdirSync(FOLDER);

  it("are there for both fleets", () => assert.deepEqual(scripts, ["app.ps1", "web.ps1"]));

  for (const name of scripts) {
    const text = readFileSync(path.join(FOLDER, name), "utf8");

    it(`${name} runs on a clone, which has run the scripts of its image already`, () => {
      assert.match(text, /<\/powershell>\n<persist>true<\/persist>\n$/);
      for (const [command] of text.matchAll(/^Register-ScheduledTask .*$/gm)) assert.match(command, / -Force$/);
    });

    it(`${name} takes a token for each look at the metadata: the loop may outlast any`, () => {
      const body = /function Get-Metadata\(\$path\) \{\n([^]*?)\n\}/.exec(text)?.[1] ?? "";
      assert.match(body, /api\/token/);
      assert.equal(text.match(/api\/token/g)?.length, 1);
    });
  }
});
