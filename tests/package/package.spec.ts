import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import type { WorkloadSettings } from "../../package/exports";
import { composeStack } from "../../stacks/compose";
import { decodeConfig } from "../../stacks/settings/decode";
import { ROOT, stackOf } from "../stacks/stackOf";
import { record, type Recording } from "../support/recorder";
import { installedPackage, manifestOf } from "./installedPackage";
import { typeErrors } from "./typeErrors";

/** Stacks that use every kind of file that components read, and no other stack. */
const STACKS = [
  { directory: ".", stack: "prod" },
  { directory: "examples/lcloud", stack: "production" },
  { directory: "examples/qbo3", stack: "dev" },
];

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}

/** Settings as a program gives them: those of a stack file, without their namespace. */
function settingsOf(directory: string, stack: string): WorkloadSettings {
  const file = readFileSync(path.join(ROOT, directory, `Pulumi.${stack}.yaml`), "utf8");
  return decodeConfig((parse(file) as { config: Record<string, unknown> }).config) as unknown as WorkloadSettings;
}

/** Files by their text: an archive of the SDK is made of promises, which are never equal. */
async function textOf(value: unknown): Promise<unknown> {
  const { assets, text } = (value ?? {}) as { assets?: Promise<Record<string, unknown>>; text?: Promise<string> };
  if (pulumi.asset.Archive.isInstance(value)) return textsOf((await assets) ?? {});
  return pulumi.asset.Asset.isInstance(value) ? text : value;
}

async function textsOf(values: Record<string, unknown>): Promise<Record<string, unknown>> {
  const entries = Object.entries(values).map(async ([key, value]) => [key, await textOf(value)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** The resources in the order of their names, and without what tells where they stand. */
async function madeIn({ resources }: Recording): Promise<object[]> {
  const made = resources
    .filter(({ type }) => type !== "slipway:index:Workload" && type !== "pulumi:pulumi:Stack")
    .map(async ({ type, name, inputs, protect, retainOnDelete }) => {
      return { type, name, inputs: await textsOf(inputs), protect, retainOnDelete };
    });
  return (await Promise.all(made)).sort((a, b) => `${a.type} ${a.name}`.localeCompare(`${b.type} ${b.name}`));
}

describe("The package", function () {
  this.timeout(300_000);
  let installed: ReturnType<typeof installedPackage>;
  before(() => {
    installed = installedPackage();
  });

  it("has the project's version, license, Node.js and the versions that the project is tested with", () => {
    const own = manifestOf("package");
    const root = manifestOf(".");
    assert.deepEqual(
      [own.name, own.version, own.license, own.engines],
      [root.name, root.version, root.license, root.engines],
    );
    for (const [name, range] of Object.entries(own.dependencies)) assert.equal(range, root.dependencies[name], name);
    // What a program has too is there once: resources of the two are of one class.
    for (const [name, range] of Object.entries(own.peerDependencies)) {
      assert.equal(range, `^${root.dependencies[name]}`, name);
    }
  });

  it("has every file that components read, byte for byte", () => {
    const source = path.join(ROOT, "components");
    const assets = filesOf(source).filter((file) => !file.endsWith(".ts"));
    assert.ok(assets.length > 30);
    for (const asset of assets) {
      const packed = readFileSync(path.join(installed.folder, "dist", "components", asset));
      assert.ok(packed.equals(readFileSync(path.join(source, asset))), asset);
    }
  });

  it("has nothing else: no sources, tests, commands or policies", () => {
    const files = filesOf(installed.folder);
    assert.deepEqual(
      files.filter((file) => !file.startsWith("dist/")),
      ["LICENSE", "PulumiPlugin.yaml", "README.md", "index.js", "package.json"],
    );
    const folders = new Set(files.filter((file) => file.startsWith("dist/")).map((file) => file.split("/")[1]));
    assert.deepEqual([...folders].sort(), ["components", "package", "stacks"]);
    assert.deepEqual(
      files.filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts")),
      [],
    );
  });

  it("exports every component", () => {
    const components = Object.entries(installed.exports).filter(
      ([, value]) => value.prototype instanceof pulumi.ComponentResource,
    );
    assert.deepEqual(components.map(([name]) => name).sort(), [
      "AmiPromotion",
      "CouchDb",
      "CrossRegionPipeline",
      "Ec2Targets",
      "EcsService",
      "Environment",
      "FileSystem",
      "ReleaseBox",
      "Workload",
    ]);
  });

  it("types a strict program that checks declarations too", () => {
    const { checked, errors } = typeErrors(installed.program, "slipway");
    assert.ok(checked.includes("index.ts"));
    assert.ok(checked.includes("node_modules/slipway/dist/components/environment/args.d.ts"));
    assert.deepEqual(errors, []);
  });

  it("runs in a program with resources of its own, which the components take and give outputs of", async () => {
    pulumi.runtime.setAllConfig({ "aws:region": "us-west-2" });
    let outputs: Record<string, unknown> = {};
    const recording = await record(false, () => {
      pulumi.output(installed.run()).apply((all) => (outputs = all));
    });
    const queue = recording.one("aws:sqs/queue:Queue");
    const environment = recording.one("slipway:index:Environment");
    assert.deepEqual([queue.parent, environment.parent, environment.name], ["", "", "acme-orders-test"]);
    const [container] = JSON.parse(recording.one("aws:ecs/taskDefinition:TaskDefinition").inputs.containerDefinitions);
    const url = "https://sqs.us-west-2.amazonaws.com/123456789012/acme-orders-test-incoming";
    assert.deepEqual(container.environment, [{ name: "QUEUE_URL", value: url }]);
    const sending = recording
      .all("aws:iam/rolePolicy:RolePolicy")
      .flatMap(({ inputs }) => inputs.policy.Statement)
      .filter(({ Action }) => [Action].flat().includes("sqs:SendMessage"));
    assert.deepEqual(
      sending.map(({ Resource }) => Resource),
      [["arn:aws:sqs:us-west-2:123456789012:acme-orders-test-incoming"]],
    );
    assert.deepEqual(outputs, {
      clusterName: "acme-orders-test-cluster",
      serviceName: "acme-orders-test-intake-1a2b3c4",
      logGroup: "acme-orders-test-intake",
    });
  });

  for (const { directory, stack } of STACKS) {
    it(`makes of ${directory}/Pulumi.${stack}.yaml what the program makes of it`, async () => {
      const expected = await record(false, () => composeStack(stackOf(directory, stack)));
      const settings = settingsOf(directory, stack);
      const actual = await record(false, () => new installed.exports.Workload(stack, { settings }));
      assert.deepEqual(await madeIn(actual), await madeIn(expected));
    });
  }
});
