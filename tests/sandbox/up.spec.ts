import assert from "node:assert/strict";
import { appendFileSync, readFileSync } from "node:fs";
import type { Emulator } from "../../ops/sandbox/emulator";
import { requireTools } from "../../ops/sandbox/tools";
import { startSeparateAccount, stopSeparateAccount, supply } from "./support/separateAccount";
import { fixture } from "./support/fixture";
import { assertCode, destroy, up } from "./support/sandbox";

/** What the provider needs to accept an emulator, as the sandbox gives it to its own copy of settings. */
const FLAGS = ["skipCredentialsValidation", "skipMetadataApiCheck", "s3UsePathStyle"];

describe("npm run up and npm run destroy with the real engine", () => {
  const { configDir, settingsFile, edit } = fixture("small");
  const flags = ["--config-dir", configDir, "--yes"];
  let emulator: Emulator;

  before(async () => {
    await requireTools();
    emulator = await startSeparateAccount();
    // Its cipher text is of no backend that there is.
    edit(/ {2}slipway:operationsWebhook:\n.*\n/, "");
    appendFileSync(settingsFile, FLAGS.map((flag) => `  aws:${flag}: "true"\n`).join(""));
    await supply(emulator, "dev", configDir);
  });
  after(stopSeparateAccount);

  it("make a stack in the backend, build it, and pass it over when it is up to date", async () => {
    const first = await up(["--all", ...flags]);
    assertCode(first, 0);
    assert.match(first.output, /stack "dev" will change:\n {2}\+/);
    assert.match(first.output, /up: dev\n$/);
    assert.match(readFileSync(settingsFile, "utf8"), /encryptionsalt/, "the salt of its secrets is in the settings");
    const second = await up(["dev", ...flags]);
    assertCode(second, 0);
    assert.equal(second.output, 'stack "dev" is up to date\nup: dev\n');
  });

  it("destroy it", async () => {
    const gone = await destroy(["--all", "--release-data", "--empty", "--confirm", "dev", ...flags]);
    assertCode(gone, 0);
    assert.match(gone.output, /destroyed stack "dev"/);
  });
});
