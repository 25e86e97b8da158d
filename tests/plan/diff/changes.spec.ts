import assert from "node:assert/strict";
import type { PlannedResource } from "../../../plan/model";
import { UNKNOWN } from "../../../plan/values";
import { diffOf, operations, planned } from "./support";

const TOPIC = "aws:sns/topic:Topic";
const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const VOLUME = "aws:ebs/volume:Volume";
const COMPONENT = "slipway:index:EcsService";

describe("the comparison of resources", () => {
  it("tells what is created, updated, replaced, deleted and untouched", () => {
    const group = (name: string, description: string, tags: Record<string, string>) =>
      planned("aws:ec2/securityGroup:SecurityGroup", name, { description, tags });
    const diff = diffOf(
      [group("kept", "a", {}), group("tagged", "a", {}), group("described", "a", {}), planned(TOPIC, "gone")],
      [group("kept", "a", {}), group("tagged", "a", { x: "1" }), group("described", "b", {}), planned(TOPIC, "new")],
    );
    assert.deepEqual(operations(diff), ["update tagged", "replace described", "create new", "delete gone"]);
    assert.deepEqual(diff.changes[1]?.properties, [
      { path: "description", property: "description", before: "a", after: "b", replaces: "yes" },
    ]);
  });

  it("may replace what the table does not know, whatever it is, but not for its tags", () => {
    const other = (inputs: PlannedResource["inputs"]) => [planned("aws:mq/broker:Broker", "broker", inputs)];
    assert.deepEqual(operations(diffOf(other({ a: 1 }), other({ a: 2 }))), ["may-replace broker"]);
    assert.deepEqual(operations(diffOf(other({ tags: {} }), other({ tags: { a: "1" } }))), ["update broker"]);
  });

  it("replaces for the properties that the program says, and changes nothing for those that it ignores", () => {
    const topic = (displayName: string, options: PlannedResource["options"]) => [
      planned(TOPIC, "t", { displayName }, { options }),
    ];
    const change = (options: PlannedResource["options"]) =>
      operations(diffOf(topic("a", options), topic("b", options)));
    assert.deepEqual(change({}), ["update t"]);
    assert.deepEqual(change({ replaceOnChanges: ["displayName"] }), ["replace t"]);
    assert.deepEqual(change({ ignoreChanges: ["displayName"] }), []);
    assert.deepEqual(change({ ignoreChanges: ["*"] }), []);
  });

  it("follows a replacement to what is made of its outputs, and to what is replaced with it", () => {
    const vpc = (description: string) => planned("aws:ec2/securityGroup:SecurityGroup", "group", { description });
    const of = (description: string) => {
      const group = vpc(description);
      const depends = { propertyDependencies: { securityGroupId: [group.urn] } };
      return [
        group,
        planned(
          "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
          "rule",
          { securityGroupId: UNKNOWN, toPort: 80 },
          depends,
        ),
        planned(TOPIC, "other", { securityGroupId: UNKNOWN }, depends),
        planned(TOPIC, "with", {}, { options: { replaceWith: [group.urn] } }),
      ];
    };
    const diff = diffOf(of("a"), of("b"));
    assert.deepEqual(operations(diff), ["replace group", "replace rule", "update other", "replace with"]);
    assert.deepEqual(diff.changes[1]?.properties[0]?.because, ["group"]);
  });

  it("sees that a value which only up knows comes from another resource", () => {
    const [first, second] = [planned(VPC, "first"), planned(VPC, "second")];
    const subnet = (vpc: PlannedResource) => [
      first,
      second,
      planned(TOPIC, "t", { vpcId: UNKNOWN }, { propertyDependencies: { vpcId: [vpc.urn] } }),
    ];
    const diff = diffOf(subnet(first), subnet(second));
    assert.deepEqual(operations(diff), ["update t"]);
    assert.equal(diff.changes[0]?.properties[0]?.after, "(known after up, from second)");
    assert.deepEqual(operations(diffOf(subnet(first), subnet(first))), []);
  });

  it("recognises a resource by its alias, and its children by their parent's", () => {
    const before = planned(COMPONENT, "web");
    const after = planned(COMPONENT, "site", {}, { options: { aliases: [before.urn] } });
    const diff = diffOf(
      [
        before,
        planned(TOPIC, "web-topic", { a: "1" }, { parent: before.urn }),
        planned(TOPIC, "log", {}, { parent: before.urn }),
      ],
      [
        after,
        planned(TOPIC, "site-topic", { a: "2" }, { parent: after.urn }),
        planned(TOPIC, "log", {}, { parent: after.urn }),
      ],
    );
    assert.deepEqual(operations(diff), ["rename site", "update site-topic"]);
    assert.deepEqual(diff.missingAliases, []);
  });

  it("reports a rename without an alias once, for the component that has another name", () => {
    const tree = (name: string) => {
      const parent = planned(COMPONENT, name);
      const child = (suffix: string) =>
        planned(TOPIC, `${name}-${suffix}`, { tags: { Name: `${name}-${suffix}` } }, { parent: parent.urn });
      return [parent, child("a"), child("b")];
    };
    const [before] = tree("shop-web");
    const diff = diffOf(tree("shop-web"), tree("shop-site"));
    assert.deepEqual(diff.missingAliases, [
      { type: COMPONENT, from: "shop-web", to: "shop-site", alias: { name: "shop-web" }, children: 2 },
    ]);
    assert.equal(before?.name, "shop-web");
    const moved = diffOf([planned(VPC, "vpc")], [planned(COMPONENT, "c"), planned(VPC, "net")]);
    assert.deepEqual(
      moved.missingAliases.map(({ from, to, alias }) => [from, to, alias]),
      [["vpc", "net", { name: "vpc" }]],
    );
    assert.deepEqual(diffOf([planned(TOPIC, "a", { x: 1 })], [planned(TOPIC, "b", { x: 2 })]).missingAliases, []);
  });

  it("names data and protected resources that are deleted, replaced or no longer protected, the worst first", () => {
    const volume = (name: string, size: number, zone: string, protect?: boolean) =>
      planned(VOLUME, name, { size, availabilityZone: zone }, { options: { protect } });
    const diff = diffOf(
      [
        volume("grown", 1, "a", true),
        volume("moved", 1, "a"),
        volume("open", 1, "a", true),
        volume("gone", 1, "a"),
        planned(TOPIC, "guarded", {}, { options: { protect: true } }),
        planned(TOPIC, "free"),
      ],
      [volume("grown", 2, "a", true), volume("moved", 1, "b"), volume("open", 1, "a")],
    );
    assert.deepEqual(
      diff.dataAtRisk.map(({ name, kind, guard }) => [name, kind, guard]),
      [
        ["gone", "deleted", undefined],
        ["guarded", "deleted", "protected"],
        ["moved", "replaced", undefined],
        ["open", "no longer protected", "protected"],
      ],
    );
  });

  it("leaves out what the stack only reads and the providers that the SDK adds", () => {
    const read = planned(VPC, "read", {}, { external: true });
    const provider = planned("pulumi:providers:aws", "default_7_48_0", {}, { custom: true });
    assert.deepEqual(operations(diffOf([], [read, provider, planned(SUBNET, "s")])), ["create s"]);
  });
});
