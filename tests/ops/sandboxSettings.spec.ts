import assert from "node:assert/strict";
import { resolve } from "node:path";
import { parse } from "yaml";
import { stackPaths } from "../../ops/sandbox/layout";
import { copySettings } from "../../ops/sandbox/settingsCopy";

const config = {
  values: {
    "aws:region": "us-west-2",
    "aws:profile": "production",
    "aws:endpoints": '[{"s3":"https://s3.example.com"}]',
    "aws:s3UsePathStyle": "false",
    "slipway:stage": "production",
    "slipway:operationsWebhook": "placeholder-webhook",
  },
  secretKeys: ["slipway:operationsWebhook"],
};
const copied = (overrides = {}, salt?: string) =>
  parse(copySettings(config, overrides, salt).text) as { config: Record<string, string>; encryptionsalt?: string };

describe("the sandbox's copy of the settings", () => {
  it("keeps the stack's own settings and its region", () => {
    const copy = copied().config;
    assert.equal(copy["aws:region"], "us-west-2");
    assert.equal(copy["slipway:stage"], "production");
  });

  it("leaves out what chooses an account or an endpoint, and says so", () => {
    assert.deepEqual(copySettings(config, {}).leftOut, ["aws:profile", "aws:endpoints"]);
    assert.ok(!("aws:profile" in copied().config));
    assert.ok(!("aws:endpoints" in copied().config));
  });

  it("makes the provider accept an emulator, whatever the file says", () => {
    const copy = copied().config;
    assert.equal(copy["aws:s3UsePathStyle"], "true");
    assert.equal(copy["aws:skipCredentialsValidation"], "true");
    assert.equal(copy["aws:skipMetadataApiCheck"], "true");
  });

  it("has no secret in clear text: stand-ins are given back to be encrypted", () => {
    const { text, secrets } = copySettings(config, {});
    assert.deepEqual(secrets, { "slipway:operationsWebhook": "placeholder-webhook" });
    assert.doesNotMatch(text, /webhook/i);
  });

  it("keeps the salt that decrypts the recorded state", () => {
    assert.equal(copied({}, "v1:salt").encryptionsalt, "v1:salt");
    assert.ok(!("encryptionsalt" in copied()));
  });

  it("takes the run's overrides", () => {
    assert.equal(copied({ "slipway:teardown": "true" }).config["slipway:teardown"], "true");
  });
});

describe("the places of a stack in the sandbox", () => {
  it("are other ones for a stack of the same name in another config dir", () => {
    const [root, twig, other] = [".", "examples/twig", "elsewhere/twig"].map((dir) => stackPaths("staging", dir));
    const homes = new Set([root!.home, twig!.home, other!.home]);
    assert.equal(homes.size, 3);
    assert.match(twig!.home, /\.slipway\/sandbox\/stacks\/twig-[0-9a-f]{8}$/);
  });

  it("never are the user's file", () => {
    const paths = stackPaths("dev", ".");
    assert.notEqual(paths.settingsCopy, resolve("Pulumi.dev.yaml"));
    assert.ok(paths.settingsCopy.startsWith(paths.home));
  });
});
