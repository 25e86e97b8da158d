import assert from "node:assert/strict";
import { readSettings, RolesSettingsError } from "../../bootstrap/github/settings";
import { configuration, settingsOf } from "./configuration";

/** What the settings are told to be wrong, path first. */
function problemsOf(changes: Record<string, unknown>, more: Record<string, string> = {}): string[] {
  try {
    readSettings("account", { ...configuration(changes), ...more });
    return [];
  } catch (error) {
    assert.ok(error instanceof RolesSettingsError, String(error));
    return error.problems.map(({ path, reason }) => `${path}: ${reason}`);
  }
}

const stack = (changes: Record<string, unknown>) => ({
  stacks: [
    { name: "dev", region: "us-west-2", deployPolicies: ["arn:aws:iam::123456789012:policy/deploy"], ...changes },
  ],
});

describe("settings of the roles for GitHub", () => {
  it("have defaults: the branch main, two hours for a deployment", () => {
    const { branch, stacks, ids, providerArn } = settingsOf();
    assert.deepEqual([branch, stacks[0]?.deployHours, ids, providerArn], ["main", 2, undefined, undefined]);
  });

  for (const repository of ["acme/shop", "a/b", "Acme-Inc/shop.web_2"]) {
    it(`take ${repository} for a repository`, () => assert.equal(settingsOf({ repository }).repository, repository));
  }

  for (const repository of [
    "shop",
    "acme/shop/web",
    "https://github.com/acme/shop",
    "acme/*",
    "*/shop",
    "acme/shop:environment:prod",
    "-acme/shop",
    "acme@1/shop",
    "acme/..",
    "acme/shop\n",
  ]) {
    it(`refuse ${JSON.stringify(repository)} as a repository`, () => {
      const [problem = ""] = problemsOf({ repository });
      assert.match(problem, /^repository: .*is not a repository; give OWNER\/NAME/);
    });
  }

  it("refuse a wildcard wherever a subject is made of it", () => {
    assert.match(problemsOf({ branch: "release/*" })[0] ?? "", /^branch: "release\/\*": is not a branch/);
    assert.match(problemsOf(stack({ name: "*" }))[0] ?? "", /^stacks\[0\]\.name: "\*": is not a stack's name/);
    assert.match(problemsOf(stack({ name: "dev:x" }))[0] ?? "", /^stacks\[0\]\.name/);
  });

  it("tell all problems at once, each with its path", () => {
    const problems = problemsOf({
      repository: "shop",
      owner: undefined,
      state: { bucket: "A", keys: ["alias/state"] },
      stacks: [{ name: "dev", region: "west", deployPolicies: ["AdministratorAccess"], deployHours: 13 }],
    });
    assert.deepEqual(
      problems.map((problem) => problem.split(": ")[0]).sort(),
      [
        ...["owner", "repository", "stacks[0].deployHours", "stacks[0].deployPolicies[0]", "stacks[0].region"],
        ...["state.bucket", "state.keys[0]"],
      ].sort(),
    );
  });

  it("name the nearest key for one that they do not know", () => {
    assert.deepEqual(problemsOf({ repositry: "acme/shop", repository: "acme/shop" }), [
      'repositry: unknown key; did you mean "repository"?',
    ]);
    assert.deepEqual(problemsOf(stack({ deployPolicys: [] })), [
      'stacks[0].deployPolicys: unknown key; did you mean "deployPolicies"?',
    ]);
  });

  it("refuse a stack that is there twice, in whatever case GitHub would take it for the same", () => {
    const [one] = stack({}).stacks;
    const problems = problemsOf({ stacks: [one, { ...one, name: "DEV" }] });
    assert.deepEqual(problems, ['stacks[1].name: "DEV" is there already']);
  });

  it("refuse a stack that is called like their own: its deployments could not make its roles", () => {
    assert.match(
      problemsOf(stack({ name: "account" }))[0] ?? "",
      /^stacks\[0\]\.name: "account" is the name of this stack/,
    );
  });

  it("refuse two policies of one name for one stack", () => {
    const arn = (account: string) => `arn:aws:iam::${account}:policy/ReadOnlyAccess`;
    const problems = problemsOf(stack({ deployPolicies: [arn("aws"), arn("123456789012")] }));
    assert.match(problems[0] ?? "", /two policies have one name/);
  });

  it("refuse another identity provider than GitHub's", () => {
    const providerArn = "arn:aws:iam::123456789012:oidc-provider/token.actions.example.com";
    assert.match(problemsOf({ providerArn })[0] ?? "", /^providerArn: .*is not the ARN of GitHub's identity provider/);
  });

  it("refuse what is neither a text nor a list", () => {
    assert.match(problemsOf({}, { "slipway-github:stacks": "[dev" })[0] ?? "", /^stacks: "\[dev" is not a list/);
  });

  it("leave the keys of others alone", () => {
    assert.deepEqual(problemsOf({}, { "aws:profile": "admin" }), []);
  });
});
