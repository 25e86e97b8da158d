import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import { mkdtempSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Denied } from "../../ops/doctor/account";
import { AwsAccount } from "../../ops/doctor/aws/awsAccount";
import type { Finding } from "../../ops/doctor/check";
import { outputsIn } from "../../ops/shared/outputs";

/** An AWS that lets nobody ask anything but who he is. */
const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
  <Arn>arn:aws:iam::123456789012:user/me</Arn><UserId>A</UserId><Account>123456789012</Account>
  </GetCallerIdentityResult></GetCallerIdentityResponse>`;

describe("npm run doctor, as a user runs it", () => {
  const environment = process.env;
  let server: Server;
  let env: NodeJS.ProcessEnv;

  before(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => {
        if (body.includes("GetCallerIdentity")) return response.writeHead(200).end(IDENTITY);
        response.writeHead(403, { "content-type": "application/x-amz-json-1.1" });
        response.end(JSON.stringify({ __type: "AccessDeniedException", message: "not authorized" }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const PATH = mkdtempSync(join(tmpdir(), "slipway-path-"));
    env = { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_MAX_ATTEMPTS: "1", PATH };
    process.env = { ...environment, ...env, PATH: environment.PATH };
  });
  after(() => {
    process.env = environment;
    server.closeAllConnections();
    server.close();
  });

  const doctor = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
      const command = ["-r", "./plan/preload", "-r", "tsx/cjs", "ops/doctor/cli.ts", ...args];
      execFile(process.execPath, command, { env }, (error, stdout, stderr) =>
        done({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
      );
    });

  it("ends with 1 where something is missing, and names each permission that it lacks", async () => {
    const { code, stdout } = await doctor("uat", "--config-dir", "examples/qbo3", "--format", "json");
    assert.equal(code, 1);
    const findings = JSON.parse(stdout) as Finding[];
    const of = (result: Finding["result"]) => findings.filter((finding) => finding.result === result);
    assert.deepEqual(
      of("wrong").map(({ subject }) => subject),
      ["node", "pulumi"],
    );
    assert.deepEqual(
      of("well").map(({ subject }) => subject),
      ["credentials"],
    );
    const lacks = of("unchecked").map(({ detail }) => detail);
    for (const action of ["acm:DescribeCertificate", "secretsmanager:DescribeSecret", "ec2:DescribeImages"]) {
      assert.ok(lacks.includes(`could not check: needs ${action}`), lacks.join("\n"));
    }
  });

  it("ends with 2 where it is used wrongly, and with 1 where the settings are wrong", async () => {
    assert.equal((await doctor()).code, 2);
    const { code, stderr } = await doctor("nowhere");
    assert.equal(code, 1);
    assert.match(stderr, /^error: .*Pulumi\.nowhere\.yaml/);
  });

  it("takes a refusal of AWS for a permission that is lacking, whatever is asked", async () => {
    const account = new AwsAccount("us-west-2");
    const arn = (service: string, rest: string) => `arn:aws:${service}:us-west-2:123456789012:${rest}`;
    const asked: [string, () => Promise<unknown>][] = [
      ["s3:GetBucketVersioning", () => account.bucket("state")],
      ["iam:GetPolicy", () => account.hasPolicy("arn:aws:iam::123456789012:policy/up")],
      ["kms:DescribeKey", () => account.key(arn("kms", "key/1"))],
      ["codeconnections:GetConnection", () => account.connection(arn("codeconnections", "connection/1"))],
      ["wafv2:GetWebACL", () => account.hasWebAcl(arn("wafv2", "regional/webacl/edge/1"))],
      ["ssm:DescribeParameters", () => account.hasParameter(arn("ssm", "parameter/token"))],
      ["servicequotas:GetServiceQuota", () => account.quota("us-west-2", "vpc", "L-F678F1CE")],
      ["ec2:DescribeVpcs", () => account.used("us-west-2", "vpcs", {})],
      ["elasticfilesystem:DescribeFileSystems", () => account.fileSystem("us-west-2", "fs-1")],
    ];
    for (const [action, ask] of asked) await assert.rejects(ask, new Denied(action));
  });
});

describe("the outputs of other stacks", () => {
  const asked = (code: number, stdout: string, stderr = "") =>
    outputsIn("dev", () => Promise.resolve({ code, stdout, stderr }));

  it("are known by name, are none of a stack that is not there, and may not be readable", async () => {
    assert.deepEqual(await asked(0, '{"releaseBox":{"instanceId":"i-1"}}'), {
      outputs: { releaseBox: { instanceId: "i-1" } },
    });
    assert.equal(await asked(255, "", "error: no stack named 'dev' found"), undefined);
    assert.deepEqual(await asked(127, "", "spawn ENOENT"), { reason: "needs pulumi" });
    const login = await asked(255, "", "error: PULUMI_ACCESS_TOKEN must be set\nmore");
    assert.deepEqual(login, { reason: "error: PULUMI_ACCESS_TOKEN must be set" });
  });
});
