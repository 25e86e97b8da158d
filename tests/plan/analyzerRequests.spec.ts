import assert from "node:assert/strict";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import fc from "fast-check";
import type { PlannedResource, Properties } from "../../plan/model";
import { analyzeRequest, analyzeStackRequest } from "../../plan/policy/analyzerRequests";
import { sorted } from "../../plan/values";

const urn = (name: string) => `urn:pulumi:dev::shop::aws:sns/topic:Topic::${name}`;

const provider: PlannedResource = {
  urn: "urn:pulumi:dev::shop::pulumi:providers:aws::east",
  type: "pulumi:providers:aws",
  name: "east",
  custom: true,
  remote: false,
  external: false,
  inputs: { region: "us-east-1" },
  outputs: {},
  dependencies: [],
  propertyDependencies: {},
  options: {},
};

const topic: PlannedResource = {
  ...provider,
  urn: urn("alarms"),
  type: "aws:sns/topic:Topic",
  name: "alarms",
  parent: urn("parent"),
  inputs: { displayName: "Alarms – 警報", fifoTopic: false, retries: 0, tags: { Owner: "" }, list: [1.5, [null], {}] },
  outputs: { arn: "known later" },
  dependencies: [urn("a"), urn("b")],
  propertyDependencies: { displayName: [urn("a")], tags: [] },
  options: {
    protect: true,
    deleteBeforeReplace: false,
    ignoreChanges: ["tags"],
    additionalSecretOutputs: ["arn"],
    aliases: [urn("old")],
    customTimeouts: { create: "1m30s", delete: "2h" },
  },
};

/** What of a message rules see, as the SDK reads it. */
function seen(message: proto.AnalyzeRequest | proto.AnalyzerResource) {
  const [options, from] = [message.getOptions(), message.getProvider()];
  const timeouts = options?.getCustomtimeouts();
  return {
    type: message.getType(),
    urn: message.getUrn(),
    name: message.getName(),
    properties: message.getProperties()?.toJavaScript(),
    provider: [from?.getType(), from?.getUrn(), from?.getName(), from?.getProperties()?.toJavaScript()],
    protect: options?.getProtect(),
    ignoreChanges: options?.getIgnorechangesList(),
    deleteBeforeReplace: [options?.getDeletebeforereplace(), options?.getDeletebeforereplacedefined()],
    additionalSecretOutputs: options?.getAdditionalsecretoutputsList(),
    aliases: options?.getAliasesList(),
    parent: options?.getParent(),
    timeouts: [timeouts?.getCreate(), timeouts?.getUpdate(), timeouts?.getDelete()],
  };
}

const expected = {
  type: topic.type,
  urn: topic.urn,
  name: "alarms",
  provider: [provider.type, provider.urn, "east", { region: "us-east-1" }],
  protect: true,
  ignoreChanges: ["tags"],
  deleteBeforeReplace: [false, true],
  additionalSecretOutputs: ["arn"],
  aliases: [urn("old")],
  parent: urn("parent"),
  timeouts: [90, 0, 7200],
};

describe("requests to policy packs", () => {
  it("show a resource rule the inputs, the options and the provider", () => {
    const request = proto.AnalyzeRequest.deserializeBinary(analyzeRequest(topic, provider));
    assert.deepEqual(seen(request), { ...expected, properties: topic.inputs });
  });

  it("show a stack rule the outputs, the parent and the dependencies besides", () => {
    const bytes = analyzeStackRequest([provider, topic], () => provider);
    const [first, second] = proto.AnalyzeStackRequest.deserializeBinary(bytes).getResourcesList();
    assert.equal(first?.getUrn(), provider.urn);
    assert.ok(second);
    assert.deepEqual(seen(second), { ...expected, properties: topic.outputs });
    assert.equal(second.getParent(), topic.parent);
    assert.deepEqual(second.getDependenciesList(), topic.dependencies);
    const map = [...second.getPropertydependenciesMap().entries()] as [string, proto.AnalyzerPropertyDependencies][];
    assert.deepEqual(
      map.map(([property, urns]) => [property, urns.getUrnsList()]),
      Object.entries(topic.propertyDependencies),
    );
  });

  it("show any properties as they are", () => {
    // The SDK's reader cannot keep a property of that name.
    const properties = fc
      .dictionary(fc.string(), fc.jsonValue())
      .filter((value) => !/__proto__/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(properties, (inputs) => {
        const bytes = analyzeRequest({ ...topic, inputs: inputs as Properties }, undefined);
        const request = proto.AnalyzeRequest.deserializeBinary(bytes);
        assert.equal(JSON.stringify(sorted(request.getProperties()?.toJavaScript())), JSON.stringify(sorted(inputs)));
        assert.equal(request.hasProvider(), false);
      }),
    );
  });
});
