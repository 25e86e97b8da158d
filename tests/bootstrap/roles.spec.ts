import assert from "node:assert/strict";
import * as path from "node:path";
import { DEPLOYED_PROJECT } from "../../bootstrap/github/permissions";
import { createRoles } from "../../bootstrap/github/roles";
import { AUDIENCE, ISSUER } from "../../bootstrap/github/trust";
import { projectRoot } from "../../ops/shared/projectRoot";
import { readProject } from "../../plan/project";
import { isAllowed, type Statement } from "../support/iam";
import { record, type Recording } from "../support/recorder";
import { settingsOf } from "./configuration";

const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

const create = (changes?: Record<string, unknown>) => record(false, () => createRoles(settingsOf(changes)));

/** Whether a job with a subject may take a role on. */
function mayTakeOn(recording: Recording, role: string, subject: string, audience = AUDIENCE): boolean {
  const { Statement } = recording.one(ROLE, role).inputs.assumeRolePolicy as { Statement: Statement[] };
  const context = { [`${ISSUER}:sub`]: subject, [`${ISSUER}:aud`]: audience };
  const request = { action: "sts:AssumeRoleWithWebIdentity", resource: "role", context };
  return isAllowed(
    request,
    Statement.map((one) => ({ ...one, Resource: "*" })),
    [],
  );
}

/** The statements of a role's own policies; one with exceptions is taken to be about everything else. */
function statementsOf(recording: Recording, role: string): Statement[] {
  return recording
    .all(ROLE_POLICY)
    .filter(({ name }) => name.startsWith(`acme-shop-account-${role}-`))
    .flatMap(({ inputs }) => (inputs.policy as { Statement: Statement[] }).Statement)
    .filter((statement) => !("NotResource" in statement));
}

const may = (recording: Recording, role: string, action: string, resource: string) =>
  isAllowed({ action, resource, context: {} }, statementsOf(recording, role), []);

describe("the roles of GitHub's workflows", () => {
  let roles: Recording;
  before(async () => {
    roles = await create();
  });

  const SUBJECTS: Record<string, string> = {
    "a pull request": "repo:acme/shop:pull_request",
    main: "repo:acme/shop:ref:refs/heads/main",
    "the environment dev": "repo:acme/shop:environment:dev",
    "the environment prod": "repo:acme/shop:environment:prod",
    "another branch": "repo:acme/shop:ref:refs/heads/feature",
    "a tag called main": "repo:acme/shop:ref:refs/tags/main",
    "a fork's pull request to itself": "repo:mallory/shop:pull_request",
    "a fork's environment": "repo:mallory/shop:environment:prod",
    "another repository": "repo:acme/shop2:environment:prod",
    "a longer name": "repo:acme/shop:environment:production",
    "another case": "repo:acme/shop:environment:Prod",
    "the repository with numbers": "repo:acme@1/shop@2:environment:prod",
  };
  const WHO: Record<string, string> = {
    "dev-preview": "a pull request",
    "prod-preview": "a pull request",
    "dev-inspect": "main",
    "prod-inspect": "main",
    "dev-deploy": "the environment dev",
    "prod-deploy": "the environment prod",
  };
  for (const [role, who] of Object.entries(WHO)) {
    it(`${role} is taken on by ${who} alone`, () => {
      const admitted = Object.entries(SUBJECTS).filter(([, subject]) => mayTakeOn(roles, role, subject));
      assert.deepEqual(
        admitted.map(([name]) => name),
        [who],
      );
      assert.ok(!mayTakeOn(roles, role, SUBJECTS[who]!, "https://github.com/acme"), "a token for somebody else");
    });
  }

  it("know a repository by its numbers where it has them: a recycled name gets nothing", async () => {
    const numbered = await create({ ids: { owner: 12, repository: 34 } });
    assert.ok(mayTakeOn(numbered, "prod-deploy", "repo:acme@12/shop@34:environment:prod"));
    for (const subject of ["repo:acme/shop:environment:prod", "repo:acme@99/shop@98:environment:prod"]) {
      assert.ok(!mayTakeOn(numbered, "prod-deploy", subject), subject);
    }
  });

  it("trust GitHub's provider by its authority, without thumbprints, or the one that is there", async () => {
    const { inputs } = roles.one(PROVIDER);
    assert.deepEqual([inputs.url, inputs.clientIdLists], [`https://${ISSUER}`, [AUDIENCE]]);
    assert.equal(inputs.thumbprintLists, undefined);
    const providerArn = `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`;
    const given = await create({ providerArn });
    assert.deepEqual(given.all(PROVIDER), []);
    const trust = given.one(ROLE, "dev-deploy").inputs.assumeRolePolicy as { Statement: Statement[] };
    assert.deepEqual(trust.Statement[0]?.Principal, { Federated: providerArn });
  });

  it("have what was asked for: policies, boundary, hours, tags", () => {
    const attached = (role: string) =>
      roles
        .all("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        .filter(({ name }) => name.startsWith(`acme-shop-account-${role}-`))
        .map(({ inputs }) => (inputs.policyArn as string).split(":policy/")[1]);
    assert.deepEqual(attached("dev-deploy"), ["deploy"]);
    assert.deepEqual(attached("prod-deploy"), ["teams/deploy", "zones"]);
    for (const kind of ["preview", "inspect"]) assert.deepEqual(attached(`prod-${kind}`), ["ReadOnlyAccess"]);
    const facts = ["dev-deploy", "prod-deploy", "prod-preview"].map((role) => {
      const { permissionsBoundary, maxSessionDuration, tags } = roles.one(ROLE, role).inputs;
      return [permissionsBoundary?.split("/")[1], maxSessionDuration, tags.Owner, tags.Environment];
    });
    assert.deepEqual(facts, [
      [undefined, 7200, "acme", "account"],
      ["boundary", 14400, "acme", "account"],
      [undefined, 3600, "acme", "account"],
    ]);
  });

  it("tell the workflows what to take on", async () => {
    const awsRoles = await new Promise((done) => {
      void record(false, () => void createRoles(settingsOf()).awsRoles.apply(done));
    });
    const arn = (name: string) => `arn:aws:iam:us-west-2:123456789012:acme-shop-account-${name}`;
    const of = (stack: string, region: string, deploySeconds: number) => ({
      region,
      preview: arn(`${stack}-preview`),
      inspect: arn(`${stack}-inspect`),
      deploy: arn(`${stack}-deploy`),
      deploySeconds,
    });
    assert.deepEqual(awsRoles, { dev: of("dev", "us-west-2", 7200), prod: of("prod", "eu-west-1", 14400) });
  });

  const STATE = "arn:aws:s3:::acme-state";
  const KEY = "arn:aws:kms:us-west-2:123456789012:key/0a1b";

  it("all read the state; the two that read do not write it", () => {
    for (const kind of ["preview", "inspect", "deploy"]) {
      assert.ok(may(roles, `dev-${kind}`, "s3:ListBucket", STATE), kind);
      assert.ok(may(roles, `dev-${kind}`, "s3:GetObject", `${STATE}/.pulumi/meta.yaml`), kind);
      assert.ok(may(roles, `dev-${kind}`, "kms:Decrypt", KEY), kind);
      assert.ok(!may(roles, `dev-${kind}`, "s3:GetObject", `${STATE}/else`), kind);
      assert.ok(!may(roles, `dev-${kind}`, "s3:PutObject", `${STATE}/.pulumi/meta.yaml`), kind);
    }
    for (const kind of ["preview", "inspect"]) {
      assert.ok(!may(roles, `dev-${kind}`, "s3:PutObject", `${STATE}/.pulumi/stacks/slipway/dev.json`), kind);
      assert.ok(!may(roles, `dev-${kind}`, "kms:Encrypt", KEY), kind);
    }
  });

  it("write the state of their own stack alone", () => {
    const files = (stack: string) => [
      `stacks/slipway/${stack}.json`,
      `stacks/slipway/${stack}.json.bak`,
      `history/slipway/${stack}/${stack}-1.history.json`,
      `backups/slipway/${stack}/${stack}.1.json`,
      `locks/organization/slipway/${stack}/3c0456b7.json`,
    ];
    for (const action of ["s3:PutObject", "s3:DeleteObject"]) {
      const allowed = [...files("dev"), ...files("prod"), ...files("dev2")].filter((file) =>
        may(roles, "dev-deploy", action, `${STATE}/.pulumi/${file}`),
      );
      assert.deepEqual(allowed, files("dev"));
    }
    assert.equal(readProject(path.resolve(projectRoot)).name, DEPLOYED_PROJECT);
  });

  it("have no state to read where it is not in S3", async () => {
    const elsewhere = await create({ state: undefined });
    assert.deepEqual(
      elsewhere.all(ROLE_POLICY).filter(({ name }) => name.endsWith("-state")),
      [],
    );
    assert.ok(JSON.stringify(elsewhere.one(ROLE_POLICY, "dev-preview-limits").inputs.policy).includes("s3:GetObject"));
  });

  it("read how things are set up, not what they hold", () => {
    const denied = (role: string, action: string) =>
      statementsOf(roles, role).some(({ Effect, Action }) => Effect === "Deny" && [Action].flat().includes(action));
    for (const action of [
      "dynamodb:Scan",
      "secretsmanager:GetSecretValue",
      "logs:GetLogEvents",
      "sqs:ReceiveMessage",
    ]) {
      assert.ok(denied("dev-preview", action) && denied("dev-inspect", action), action);
    }
  });

  it("keep objects from a pull request's code, except the state", () => {
    const limits = roles.one(ROLE_POLICY, "dev-preview-limits").inputs.policy as { Statement: unknown[] };
    assert.deepEqual(limits.Statement[1], {
      Sid: "NoObjects",
      Effect: "Deny",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      NotResource: `${STATE}/.pulumi/*`,
    });
  });

  it("cannot give themselves more when they deploy", () => {
    const everything: Statement = { Effect: "Allow", Action: "*", Resource: "*" };
    const allowed = (resource: string) =>
      isAllowed(
        { action: "iam:PutRolePolicy", resource, context: {} },
        [everything, ...statementsOf(roles, "prod-deploy")],
        [],
      );
    const iam = "arn:aws:iam::123456789012";
    for (const resource of [
      `${iam}:role/acme-shop-account-prod-deploy`,
      `${iam}:role/acme-shop-account-dev-preview`,
      `${iam}:oidc-provider/${ISSUER}`,
      `${iam}:policy/teams/deploy`,
      `${iam}:policy/boundary`,
    ]) {
      assert.ok(!allowed(resource), resource);
    }
    assert.ok(allowed(`${iam}:role/acme-shop-prod-web-task`));
  });
});
