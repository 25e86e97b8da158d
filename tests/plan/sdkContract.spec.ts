import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import * as aws from "@pulumi/aws";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { version } from "@pulumi/pulumi/package.json";
import * as sdk from "../../plan/sdk";
import * as values from "../../plan/values";

/**
 * What the plan takes from inside `@pulumi/pulumi` is no public interface. After an upgrade: read the changes of these
 * modules, run the plan's tests, compare a plan with `pulumi preview`, then change the version here.
 */
describe("the internals of @pulumi/pulumi that the plan relies on", () => {
  it("are those of the version that was read", () => {
    assert.equal(version, "3.248.0");
  });

  it("mark values as the plan does", () => {
    assert.deepEqual(
      [
        rpc.specialSigKey,
        rpc.specialSecretSig,
        rpc.specialAssetSig,
        rpc.specialArchiveSig,
        rpc.specialResourceSig,
        rpc.unknownValue,
      ],
      [values.SIGNATURE, values.SECRET, values.ASSET, values.ARCHIVE, values.RESOURCE_REFERENCE, values.UNKNOWN],
    );
  });

  it("let a monitor be set for one run, apart from other runs", async () => {
    const seen = await sdk.state.withLocalStorage(async () => {
      const monitor = new sdk.MockMonitor({ newResource: () => ({ id: "", state: {} }), call: () => ({}) });
      sdk.settings.setMockOptions(monitor, "project", "inner", true, "organization");
      const store = sdk.state.getStore();
      assert.deepEqual([store.settings.engine, store.callbacks], [undefined, undefined]);
      await Promise.resolve();
      return [(sdk.settings.getMonitor() as unknown) === monitor, sdk.pulumi.getStack(), sdk.settings.isDryRun()];
    });
    assert.deepEqual(seen, [true, "inner", true]);
    assert.notEqual(sdk.pulumi.getStack(), "inner");
  });

  it("keep the state of a program in one place, which can be another for each program", async () => {
    const outer = sdk.state.getStore();
    const stores = new Set([outer]);
    const collect = async () => {
      await Promise.resolve();
      stores.add(sdk.state.getStore());
    };
    await sdk.withOwnState(async () => {
      await collect();
      const own = sdk.state.getStore();
      await sdk.withOwnState(collect);
      assert.equal(sdk.state.getStore(), own);
    });
    assert.equal(stores.size, 3);
    assert.equal(sdk.state.getStore(), outer);
  });

  it("have what the plan replaces to be fast", () => {
    /* eslint-disable @typescript-eslint/no-require-imports -- undeclared modules */
    const replaced: [object: object, names: string[]][] = [
      [require("@pulumi/pulumi/runtime/rpc") as object, ["transferProperties", "resolveProperties"]],
      [require("@pulumi/pulumi/runtime/debuggable") as object, ["debuggablePromise"]],
      [require("@pulumi/pulumi/log") as object, ["debug"]],
      [sdk.pulumi.Resource, ["stackTrace"]],
      [sdk.Struct, ["fromJavaScript"]],
    ];
    /* eslint-enable @typescript-eslint/no-require-imports */
    for (const [object, names] of replaced) {
      for (const name of names) assert.equal(Object.getOwnPropertyDescriptor(object, name)?.writable, true, name);
    }
  });

  it("answer monitor calls by these methods", () => {
    const methods = [
      "registerResource",
      "readResource",
      "invoke",
      "registerResourceOutputs",
      "supportsFeature",
      "registerPackage",
    ];
    assert.deepEqual(
      methods.filter((name) => !(name in sdk.MockMonitor.prototype)),
      [],
    );
  });

  it("have invoke functions that can be replaced, so that a call remembers its line", () => {
    for (const name of sdk.INVOKE_FUNCTIONS) {
      assert.equal(Object.getOwnPropertyDescriptor(sdk.pulumi.runtime, name)?.writable, true, name);
    }
  });

  it("generate classes that list what only the provider computes", () => {
    assert.match(aws.ec2.Vpc.toString(), /resourceInputs\["arn"\] = undefined \/\*out\*\//);
  });

  it("load the compiler, arborist and the Automation API only when they are used", () => {
    const script = `
      const loaded = (name) => Object.keys(require.cache).some((file) => file.includes("node_modules/" + name + "/"));
      const pulumi = require("@pulumi/pulumi");
      const before = [loaded("typescript"), loaded("@npmcli/arborist")];
      pulumi.runtime.serializeFunction(() => 1).then(({ text }) => {
        pulumi.runtime.computeCodePaths().then(() => {
          console.log(JSON.stringify([...before, text.includes("=>"), loaded("typescript"), loaded("@npmcli/arborist"), loaded("execa"), typeof pulumi.automation.LocalWorkspace === "function", loaded("execa")]));
        });
      });`;
    const preload = path.resolve(__dirname, "../../plan/preload");
    const { stdout, stderr } = spawnSync(process.execPath, ["-r", preload, "-e", script], {
      encoding: "utf8",
      cwd: __dirname,
    });
    assert.deepEqual(JSON.parse(stdout || "null"), [false, false, true, true, true, false, true, true], stderr);
  });
});
