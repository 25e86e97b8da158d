import assert from "node:assert/strict";
import fc from "fast-check";
import { compareProperties } from "../../../plan/diff/properties";
import type { Properties } from "../../../plan/model";

function paths(before: Properties, after: Properties): string[] {
  return compareProperties(before, after).map(({ path, ...change }) => {
    const side = (value: unknown) => (value === undefined ? "none" : JSON.stringify(value));
    return `${path}: ${side(change.before)} -> ${side(change.after)}`;
  });
}

describe("the comparison of properties", () => {
  it("names each part that differs by its path, and nothing else", () => {
    assert.deepEqual(
      paths(
        { a: 1, same: { deep: [1, 2] }, tags: { Name: "x", "a.b/c": "1" }, gone: true },
        { a: 2, same: { deep: [1, 2] }, tags: { Name: "x", "a.b/c": "2" }, come: null },
      ),
      ["a: 1 -> 2", "come: none -> null", "gone: true -> none", 'tags["a.b/c"]: "1" -> "2"'],
    );
  });

  it("finds list items by their names, else the equal ones first and then those that have most in common", () => {
    const container = (name: string, image: string) => ({ name, image });
    assert.deepEqual(
      paths(
        { containers: [container("web", "a:1"), container("log", "b:1")] },
        { containers: [container("proxy", "c:1"), container("log", "b:1"), container("web", "a:2")] },
      ),
      ['containers[web].image: "a:1" -> "a:2"', 'containers[proxy]: none -> {"name":"proxy","image":"c:1"}'],
    );
    assert.deepEqual(
      paths(
        {
          rules: [
            { port: 80, cidr: "10/8", note: "" },
            { port: 22, cidr: "10/8", note: "x" },
          ],
          list: ["a", "b"],
        },
        {
          rules: [
            { port: 22, cidr: "10/8", note: "y" },
            { port: 80, cidr: "10/8", note: "" },
          ],
          list: ["b", "c"],
        },
      ),
      ['list[0]: "a" -> none', 'list[1]: none -> "c"', 'rules[0].note: "x" -> "y"'],
    );
    assert.deepEqual(paths({ list: ["a", "b"] }, { list: ["b", "a"] }), ['list: ["a","b"] -> ["b","a"]']);
  });

  it("looks into JSON documents, and says for each part which argument it is part of", () => {
    const policy = (actions: string[]) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "Read", Effect: "Allow", Action: actions }] });
    const [change, ...others] = compareProperties(
      { policy: policy(["s3:GetObject"]) },
      { policy: policy(["s3:GetObject", "s3:PutObject"]) },
    );
    assert.deepEqual(
      [change, others],
      [{ path: "policy.Statement[Read].Action[1]", property: "policy", after: "s3:PutObject" }, []],
    );
  });

  it("compares texts of several lines by line, user data in base64 too", () => {
    const script = (line: string) => `#!/bin/bash\nset -eu\n${line}\nyum update\nexit 0\n`;
    const [text] = compareProperties({ script: script("a") }, { script: script("b") });
    assert.deepEqual(text?.lines, [" #!/bin/bash", " set -eu", "-a", "+b", " yum update", " exit 0"]);
    const base64 = (line: string) => Buffer.from(script(line)).toString("base64");
    const [data] = compareProperties({ userData: base64("a") }, { userData: base64("b") });
    assert.deepEqual([data?.lines, data?.before], [text?.lines, script("a")]);
  });

  it("finds nothing between equal properties, something between others, and what one side has gone on the other", () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }) as fc.Arbitrary<Properties>;
    fc.assert(
      fc.property(value, value, (before, after) => {
        assert.deepEqual(compareProperties(before, structuredClone(before)), []);
        const forth = compareProperties(before, after);
        const back = compareProperties(after, before);
        assert.equal(forth.length === 0, JSON.stringify(sortedKeys(before)) === JSON.stringify(sortedKeys(after)));
        assert.equal(forth.length === 0, back.length === 0);
      }),
    );
  });
});

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, sortedKeys(item)]);
}
