import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { listStacks, readProject } from "../../plan/project";
import { readStackConfig, type StackConfig } from "../../plan/stackConfig";
import { planFixtures, withFiles } from "./support";

const PROJECT = "name: shop\nruntime: nodejs\nmain: index.ts\n";

function configOf(stackYaml: string, projectYaml = PROJECT): Promise<StackConfig> {
  return withFiles({ "Pulumi.yaml": projectYaml, "Pulumi.dev.yaml": stackYaml }, (folder) =>
    readStackConfig(readProject(folder), folder, "dev"),
  );
}

describe("configuration of a stack", () => {
  it("is text, as the engine passes it: scalars as written, objects as JSON", async () => {
    const { values, secretKeys } = await configOf(
      'config:\n  aws:region: us-west-2\n  shop:on: true\n  size: 010\n  quoted: "true"\n  list: [1, b]\n  deep:\n    z: 1\n    a: {b: null}\n',
    );
    assert.deepEqual(values, {
      "aws:region": "us-west-2",
      "shop:on": "true",
      "shop:size": "010",
      "shop:quoted": "true",
      "shop:list": '[1,"b"]',
      "shop:deep": '{"a":{"b":null},"z":1}',
    });
    assert.deepEqual(secretKeys, []);
  });

  it("has placeholders for secrets and names their keys, those inside objects too", async () => {
    const secure = "{ secure: v1:YWJj:ZGVm }";
    const { values, secretKeys } = await configOf(
      `config:\n  shop:password: ${secure}\n  shop:db:\n    user: u\n    password: ${secure}\n`,
    );
    assert.deepEqual(secretKeys, ["shop:db", "shop:password"]);
    assert.doesNotMatch(JSON.stringify(values), /YWJj|ZGVm/);
    assert.equal((JSON.parse(values["shop:db"] ?? "") as { user: string }).user, "u");
  });

  it("takes values of Pulumi.yaml where the stack has none", async () => {
    const project = `${PROJECT}config:\n  aws:region: us-east-1\n  owner:\n    type: string\n    default: acme\n  token: {type: string, secret: true, default: t}\n`;
    const { values, secretKeys } = await configOf("config:\n  aws:region: eu-west-1\n", project);
    assert.deepEqual(values, { "aws:region": "eu-west-1", "shop:owner": "acme", "shop:token": "t" });
    assert.deepEqual(secretKeys, ["shop:token"]);
  });

  const refused: [name: string, stack: string, message: RegExp, project?: string][] = [
    [
      "a value that Pulumi.yaml asks for is missing",
      "config: {}\n",
      /shop:owner: missing/,
      `${PROJECT}config:\n  owner: {type: string}\n`,
    ],
    [
      "a value has another type than declared",
      "config: {n: x}\n",
      /shop:n: must be of type integer/,
      `${PROJECT}config:\n  n: {type: integer}\n`,
    ],
    [
      "a secret is no text",
      "config:\n  shop:p: {secure: 5}\n",
      /Pulumi\.dev\.yaml: shop:p: `secure` is not an encrypted value/,
    ],
    [
      "a secret is in clear text",
      "config:\n  shop:p: {secure: hunter2}\n",
      /shop:p: `secure` is not an encrypted value/,
    ],
    [
      "a secret has company",
      "config:\n  shop:p: {secure: v1:YWJj:ZGVm, x: 1}\n",
      /shop:p: `secure` must be the only key/,
    ],
    ["the settings are no mapping", "config: [a]\n", /config: must be a mapping/],
    ["the YAML is broken", "config:\n  a: b\n   c: d\n", /Pulumi\.dev\.yaml:\d+:\d+: not valid YAML: /],
    ["the YAML has a tab", "config:\n\taws:region: x\n", /Pulumi\.dev\.yaml:2:1: not valid YAML: .*tab/],
    [
      "the YAML gives a key twice",
      "config:\n  a: 1\n  a: 2\n",
      /Pulumi\.dev\.yaml:3:3: not valid YAML: the same key is given twice/,
    ],
  ];
  for (const [name, stack, message, project] of refused) {
    it(`is refused with a message that says where and what: ${name}`, async () => {
      await assert.rejects(async () => configOf(stack, project), message);
    });
  }

  it("reports all problems of a file at once, and never the text of a secret", async () => {
    await assert.rejects(
      async () => configOf("config:\n  shop:a: {secure: clear-text}\n  shop:b: {secure: 1}\n"),
      (error: Error) => error.message.split("\n").length === 2 && !error.message.includes("clear-text"),
    );
  });

  it("has each of its problems in the plan", async () => {
    await withFiles(
      { "Pulumi.late.yaml": "config:\n  shop:a: {secure: 1}\n  shop:b: {secure: 1}\n" },
      async (folder) => {
        const [plan] = await planFixtures(["late"], [], folder);
        assert.equal(plan!.problems.length, 2);
      },
    );
  });

  it("that holds no mapping, or is a folder, says so", async () => {
    for (const text of ["hello\n", "- config\n"])
      await assert.rejects(
        configOf(text),
        /Pulumi\.dev\.yaml: must be a mapping that has the settings under `config`$/,
      );
    await withFiles({ "Pulumi.yaml": PROJECT }, (folder) => {
      mkdirSync(path.join(folder, "Pulumi.dev.yaml"));
      assert.throws(() => readStackConfig(readProject(folder), folder, "dev"), {
        name: "PlanProblem",
        message: /Pulumi\.dev\.yaml: cannot be read: illegal operation on a directory$/,
      });
    });
  });

  it("that is missing names the files that there are and the nearest name", async () => {
    await withFiles({ "Pulumi.yaml": PROJECT, "Pulumi.dev.yaml": "", "Pulumi.prod.yaml": "" }, (folder) => {
      assert.throws(
        () => readStackConfig(readProject(folder), folder, "prd"),
        /no settings file Pulumi\.prd\.yaml in .*; there are: Pulumi\.dev\.yaml, Pulumi\.prod\.yaml; did you mean "prod"\?/,
      );
    });
  });
});

describe("a project", () => {
  it("is read from Pulumi.yaml", async () => {
    await withFiles({ "Pulumi.yaml": PROJECT, "Pulumi.b.yaml": "", "Pulumi.a.yml": "", "other.yaml": "" }, (folder) => {
      const { name, main } = readProject(folder);
      assert.deepEqual({ name, main }, { name: "shop", main: path.join(folder, "index.ts") });
      assert.deepEqual(listStacks(folder), ["a", "b"]);
    });
  });

  it("of another language, without a name or with a broken file is refused", async () => {
    const read = (text: string) => withFiles({ "Pulumi.yaml": text }, (folder) => readProject(folder));
    await assert.rejects(
      async () => read("name: x\nruntime: {name: python}\n"),
      /runtime: "python" cannot be planned; allowed: nodejs/,
    );
    await assert.rejects(async () => read("runtime: nodejs\n"), /Pulumi\.yaml: name: missing/);
    await assert.rejects(async () => read("name: [\n"), /Pulumi\.yaml:\d+:\d+: not valid YAML/);
  });
});
