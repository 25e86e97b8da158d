import assert from "node:assert/strict";
import fc from "fast-check";
import { unprotectedData } from "../../plan/data";
import { secondsOf } from "../../plan/duration";
import { Mask } from "../../plan/mask";
import type { PlannedResource } from "../../plan/model";
import { inDependencyOrder } from "../../plan/order";
import { Limit } from "../../plan/policy/limit";
import { isStackUrn, nameOf, packageOf, providerUrn, typeOf, urnOf } from "../../plan/urn";
import { secret, sorted } from "../../plan/values";
import { WaitGraph } from "../../plan/waitGraph";

function resource(name: string, given: Partial<PlannedResource> = {}): PlannedResource {
  return {
    urn: `urn:pulumi:dev::shop::aws:sns/topic:Topic::${name}`,
    type: "aws:sns/topic:Topic",
    name,
    custom: true,
    remote: false,
    external: false,
    inputs: {},
    outputs: {},
    dependencies: [],
    propertyDependencies: {},
    options: {},
    ...given,
  };
}

describe("URNs", () => {
  it("name the type and the resource, also with colons in its name", () => {
    const parent = urnOf("dev", "shop", undefined, "acme:index:A", "a");
    const urn = urnOf("dev", "shop", parent, "aws:sns/topic:Topic", "b::c");
    assert.equal(urn, "urn:pulumi:dev::shop::acme:index:A$aws:sns/topic:Topic::b::c");
    assert.deepEqual([typeOf(urn), nameOf(urn), isStackUrn(urn)], ["aws:sns/topic:Topic", "b::c", false]);
    assert.deepEqual(
      [providerUrn(`${urn}::i::d`), providerUrn(`${urn}::id`), providerUrn(undefined)],
      [`${urn}::i`, urn, ""],
    );
    assert.deepEqual(["aws:sns/topic:Topic", "pulumi:providers:aws", "pulumi:pulumi:Stack"].map(packageOf), [
      "aws",
      "aws",
      "pulumi",
    ]);
  });
});

describe("the order of a plan's resources", () => {
  it("does not depend on the order in which they arrived, and needs come first", () => {
    const names = ["a", "b", "c", "d", "e"];
    const urns = names.map((name) => resource(name).urn);
    // Each resource may need those after it in the alphabet, against the order of names.
    const resources = names.map((name, index) => resource(name, { dependencies: urns.slice(index + 1) }));
    fc.assert(
      fc.property(fc.shuffledSubarray(resources, { minLength: names.length }), (shuffled) => {
        assert.deepEqual(
          inDependencyOrder(shuffled).map(({ name }) => name),
          [...names].reverse(),
        );
      }),
    );
  });
});

describe("masking", () => {
  it("hides the text of every secret wherever it is", () => {
    const digits = fc.stringMatching(/^\d*$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z"\\]{4,}$/), digits, digits, (hidden, before, after) => {
        const mask = new Mask({ resources: [resource("a", { inputs: { password: secret(hidden) } })] });
        assert.equal(mask.text(`${before}${hidden}${after}`), `${before}[secret]${after}`);
        assert.deepEqual(mask.properties({ open: [hidden] }), { open: ["[secret]"] });
      }),
    );
  });

  it("hides the parts of a secret document", () => {
    const mask = new Mask({
      resources: [resource("a", { inputs: { document: secret('{"user":{"password":"open sesame"}}') } })],
    });
    assert.equal(mask.text("login with open sesame failed"), "login with [secret] failed");
  });
});

describe("circles of stacks", () => {
  it("are found before they close, and forgotten when a wait ends", () => {
    const graph = new WaitGraph();
    assert.equal(graph.add("a", "b"), undefined);
    assert.equal(graph.add("b", "c"), undefined);
    assert.deepEqual(graph.add("c", "a"), ["c", "a", "b", "c"]);
    assert.deepEqual(graph.add("a", "a"), ["a", "a"]);
    graph.remove("b", "c");
    assert.equal(graph.add("c", "a"), undefined);
  });
});

describe("unprotected data", () => {
  it("is what holds data, is managed by the stack, and is neither protected nor retained", () => {
    const bucket = { type: "aws:s3/bucket:Bucket" };
    const resources = [
      resource("topic"),
      resource("open", bucket),
      resource("protected", { ...bucket, options: { protect: true } }),
      resource("retained", { ...bucket, options: { retainOnDelete: true } }),
      resource("read", { ...bucket, external: true }),
    ];
    assert.deepEqual(
      unprotectedData(resources).map(({ name }) => name),
      ["open"],
    );
  });
});

describe("small parts", () => {
  it("read Go's durations", () => {
    assert.deepEqual(["10m", "1h30m", "90s", "500ms", ""].map(secondsOf), [600, 5400, 90, 0.5, 0]);
  });

  it("sort the keys of objects at every depth, and keep lists", () => {
    assert.equal(JSON.stringify(sorted({ b: [{ d: 1, c: 2 }], a: null })), '{"a":null,"b":[{"c":2,"d":1}]}');
  });

  it("let so many tasks run at once, in turn, also when some fail", async () => {
    const limit = new Limit(2);
    const events: string[] = [];
    let running = 0;
    const task = async (name: number) => {
      assert.ok(++running <= 2);
      events.push(`start ${name}`);
      await new Promise(setImmediate);
      running--;
      if (name % 2 === 1) throw new Error(`${name}`);
      return name;
    };
    const results = await Promise.allSettled([0, 1, 2, 3, 4].map((name) => limit.run(() => task(name))));
    assert.deepEqual(
      results.map((result) => (result.status === "fulfilled" ? result.value : String(result.reason))),
      [0, "Error: 1", 2, "Error: 3", 4],
    );
    assert.deepEqual(
      events,
      [0, 1, 2, 3, 4].map((name) => `start ${name}`),
    );
  });
});
