import assert from "node:assert/strict";
import { settingsSchema } from "../../stacks/settings/schema";
import { installedPackage, manifestOf } from "./installedPackage";
import { Engine, Plugin } from "./plugin";

const WORKLOAD = "slipway:index:Workload";

const SETTINGS = {
  owner: "acme",
  project: "orders",
  stage: "development",
  network: { kind: "new", cidr: "10.60.0.0/16", zones: ["us-west-2a", "us-west-2b"], natGateways: "single" },
  services: [
    { name: "intake", cpu: 256, memoryMiB: 512, containers: [{ name: "intake", image: "example.com/intake:1.4.0" }] },
  ],
};

interface Property {
  type?: string;
  const?: string;
  oneOf?: { $ref: string }[];
  plain?: boolean;
  description?: string;
}

interface Schema {
  version: string;
  types: Record<string, { properties: Record<string, Property>; required: string[] }>;
  resources: Record<string, { inputProperties: Record<string, Property & { $ref?: string; secret?: boolean }> }>;
}

describe("The package as a plugin for other languages", function () {
  this.timeout(300_000);
  const engine = new Engine();
  let plugin: Plugin;
  let schema: Schema;
  before(async () => {
    plugin = await Plugin.start(installedPackage().folder, await engine.listen());
    schema = (await plugin.schema()) as Schema;
  });
  after(async () => {
    await plugin.stop();
    engine.close();
  });

  it("says its version", async () => {
    assert.equal(await plugin.version(), manifestOf("package").version);
    assert.equal(schema.version, manifestOf("package").version);
  });

  it("describes a component with the settings of a stack file, without those of promotions", () => {
    const { settings, operationsWebhook } = schema.resources[WORKLOAD]!.inputProperties;
    assert.equal(settings!.$ref, "#/types/slipway:index:Settings");
    assert.equal(operationsWebhook!.secret, true);
    const { properties, required } = schema.types["slipway:index:Settings"]!;
    const expected = Object.keys(settingsSchema.shape).filter((key) => key !== "promotion");
    assert.deepEqual(Object.keys(properties).sort(), expected.sort());
    assert.deepEqual(required, ["owner", "project", "stage", "network"]);
  });

  it("describes every setting in it, each of a type that is there", () => {
    const referred = [...JSON.stringify(schema).matchAll(/"#\/types\/([^"]+)"/g)].map(([, token]) => token!);
    assert.deepEqual([...new Set(referred)].sort(), Object.keys(schema.types).sort());
    const properties = Object.entries(schema.types).flatMap(([token, type]) =>
      Object.entries(type.properties).map(([name, property]) => ({ path: `${token}.${name}`, ...property })),
    );
    assert.ok(properties.length > 200);
    for (const { path, plain, type, oneOf, ...rest } of properties) {
      assert.equal(plain, true, path);
      assert.ok(type ?? oneOf ?? "$ref" in rest, path);
    }
    const kinds = schema.types["slipway:index:Settings"]!.properties.network!;
    assert.deepEqual(
      kinds.oneOf?.map(({ $ref }) => schema.types[$ref.slice("#/types/".length)]!.properties.kind!.const),
      ["new", "existing"],
    );
  });

  it("makes what the settings say, in the program's region, as children of the component", async () => {
    const { urn, state } = await plugin.construct(WORKLOAD, "test", { settings: SETTINGS });
    assert.ok(urn.endsWith(`::${WORKLOAD}::test`), urn);
    const services = engine.urns.filter((one) => one.includes("slipway:index:EcsService::"));
    assert.equal(services.length, 1);
    assert.equal(state.outputs.clusterName, "acme-orders-test-cluster");
    assert.equal(state.outputs.services.intake.logGroup, "acme-orders-test-intake");
    assert.match(state.outputs.clusterArn, /:us-west-2:/);
  });

  it("names every problem of the arguments at once, before any resource exists", async () => {
    const before = engine.urns.length;
    const settings = { ...SETTINGS, stage: "test", netwrk: {}, operationsWebhook: "https://example.com/token" };
    await assert.rejects(
      plugin.construct(WORKLOAD, "test", { settings }),
      (error: { details: string; metadata: any }) => {
        assert.equal(error.details, "test: invalid arguments");
        const [details] = error.metadata.get("grpc-status-details-bin");
        const text = (details as Buffer).toString("utf8");
        for (const part of [
          "settings.operationsWebhook",
          "is a secret; give it beside settings, not in them",
          "settings.netwrk",
          'unknown key; did you mean "network"?',
          "settings.stage",
          '"test" is not allowed; allowed are development, staging, production',
        ]) {
          assert.ok(text.includes(part), part);
        }
        return true;
      },
    );
    assert.equal(engine.urns.length, before);
  });

  it("says what a component is that it does not have", async () => {
    await assert.rejects(plugin.construct("slipway:index:Wrokload", "test", {}), {
      details: `there is no component slipway:index:Wrokload; there is ${WORKLOAD}`,
    });
  });
});
