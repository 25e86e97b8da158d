import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreatePolicyCommand, DeletePolicyCommand, ListRolesCommand, TagRoleCommand } from "@aws-sdk/client-iam";
import { ensureEmulator } from "../../ops/sandbox/emulator";
import { sandboxEnvironment } from "../../ops/sandbox/environment";
import { sandboxFolder } from "../../ops/sandbox/layout";
import { requireTools } from "../../ops/sandbox/tools";
import { projectRoot } from "../../ops/shared/projectRoot";
import { run } from "../../ops/shared/run";
import { runScript } from "../workflows/fakeTools";
import { type Clients, clientsFor } from "./support/clients";

/** A copy, because the engine writes into the folder of a program; packages are found above it. */
const home = join(sandboxFolder, "github-roles");
const program = join(home, "bootstrap/github");

/** What makes the provider take an emulator for AWS. */
const EMULATED = ["skipCredentialsValidation", "skipMetadataApiCheck"].map((key) => `  aws:${key}: "true"\n`).join("");

/** What the settings expect in the account. */
const POLICIES = ["slipway-deploy", "slipway-boundary"];

describe("the roles for GitHub, and the drift of them", () => {
  let env: Record<string, string>;
  let iam: Clients["iam"];

  const pulumi = async (...args: string[]) => {
    const { code, stdout, stderr } = await run("pulumi", [...args, "--non-interactive"], { cwd: program, env });
    assert.equal(code, 0, stdout + stderr);
    return stdout;
  };
  const roles = async () =>
    ((await iam.send(new ListRolesCommand({ MaxItems: 500 }))).Roles ?? [])
      .map(({ RoleName = "" }) => RoleName)
      .filter((name) => name.startsWith("acme-shop-account-"));

  before(async () => {
    await requireTools();
    const { port } = await ensureEmulator(() => undefined);
    ({ iam } = clientsFor(port, "us-west-2"));
    rmSync(home, { recursive: true, force: true });
    mkdirSync(join(home, "state"), { recursive: true });
    for (const folder of ["bootstrap", "components", "stacks"]) {
      cpSync(join(projectRoot, folder), join(home, folder), { recursive: true });
    }
    symlinkSync(join(projectRoot, "policy"), join(program, "policy"));
    mkdirSync(join(program, "policy-config"));
    writeFileSync(join(program, "policy-config/slipway.account.json"), "{}");
    writeFileSync(join(home, "passphrase"), "roles");
    const settings = join(program, "Pulumi.account.yaml");
    writeFileSync(settings, readFileSync(settings, "utf8") + EMULATED);
    env = sandboxEnvironment(process.env, {
      port,
      backend: join(home, "state"),
      passphraseFile: join(home, "passphrase"),
      droppedFile: join(home, "dropped"),
      configDir: program,
    });
    const document = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
    };
    for (const PolicyName of POLICIES) {
      await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: JSON.stringify(document) }));
    }
    await pulumi("stack", "init", "account");
  });
  after(async () => {
    for (const name of POLICIES) {
      await iam.send(new DeletePolicyCommand({ PolicyArn: `arn:aws:iam::123456789012:policy/${name}` }));
    }
    rmSync(home, { recursive: true, force: true });
  });

  /** What the workflows' preview says of itself. */
  const preview = async (...flags: string[]) => {
    const file = join(home, "outputs");
    writeFileSync(file, "");
    const options = { cwd: program, env: { ...env, GITHUB_OUTPUT: file } };
    const script = join(projectRoot, ".github/scripts/preview.sh");
    const { code, stdout, stderr } = await run(script, ["account", ...flags], options);
    assert.equal(code, 0, stdout + stderr);
    const outputs = readFileSync(file, "utf8").trim().split("\n");
    return Object.fromEntries(outputs.map((line) => line.split("=", 2))) as { result: string; log: string };
  };

  it("are made, with all policies, and told to the workflows", async () => {
    await pulumi("up", "--yes", "--skip-preview", "--stack", "account", "--policy-pack", join(projectRoot, "policy"));
    const told = JSON.parse(await pulumi("stack", "output", "--json", "awsRoles")) as Record<
      string,
      { deploy: string }
    >;
    assert.equal(told.prod?.deploy, "arn:aws:iam::123456789012:role/acme-shop-account-prod-deploy");
    assert.equal((await roles()).length, 9);
  });

  it("are to be deployed again where only what the workflows are told changes", async () => {
    const settings = join(program, "Pulumi.account.yaml");
    const text = readFileSync(settings, "utf8");
    writeFileSync(settings, text.replace("      region: us-west-2", "      region: us-east-1"));
    assert.equal((await preview()).result, "outputs");
    writeFileSync(settings, text);
    assert.equal((await preview()).result, "unchanged");
  });

  it("show no drift after that, and an issue of what somebody changed by hand", async () => {
    assert.equal((await preview("--refresh")).result, "unchanged");
    const Tags = [{ Key: "Owner", Value: "somebody" }];
    await iam.send(new TagRoleCommand({ RoleName: "acme-shop-account-dev-deploy", Tags }));
    const { result, log } = await preview("--refresh");
    assert.equal(result, "changes");
    const answers = [{ to: "issue list", stdout: "[]" }, { to: "label create" }, { to: "issue create" }];
    const { calls } = runScript("driftIssue.mjs", ["account", result], { gh: answers }, { LOG: log });
    const listed = [...(calls.at(-1)?.input ?? "").matchAll(/^- `(.*)`$/gm)].map(([, step]) => step);
    assert.deepEqual(listed, ["update aws:iam/role:Role acme-shop-account-dev-deploy"]);
  });

  it("are gone after destroy", async () => {
    await pulumi("destroy", "--yes", "--skip-preview", "--stack", "account");
    assert.deepEqual(await roles(), []);
  });
});
