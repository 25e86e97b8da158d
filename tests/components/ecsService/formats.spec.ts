import assert from "node:assert/strict";
import fc from "fast-check";
import { parseImage } from "../../../components/ecsService/task/images";
import { parseSecretArn } from "../../../components/ecsService/task/secretArns";
import { isCredential } from "../../../components/shared/credentialNames";
import { sizeOfInstance } from "../../../components/shared/instanceTypes";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("Images", () => {
  it("A6 are of any registry, by tag or digest", () => {
    assert.deepEqual(parseImage("mysql:8.4"), { name: "mysql", tag: "8.4" });
    assert.deepEqual(parseImage("mysql"), { name: "mysql" });
    assert.deepEqual(parseImage("registry:5000/shop:1"), { name: "registry:5000/shop", tag: "1" });
    assert.deepEqual(parseImage("localhost/shop:1"), { name: "localhost/shop", tag: "1" });
    assert.deepEqual(parseImage(`ghcr.io/acme/shop-api@${DIGEST}`), { name: "ghcr.io/acme/shop-api", digest: DIGEST });
    assert.deepEqual(parseImage(`quay.io/a/b/c__d:v1@${DIGEST}`), {
      name: "quay.io/a/b/c__d",
      tag: "v1",
      digest: DIGEST,
    });
  });

  it("A6 of ECR tell their account, region and repository, in every partition", () => {
    for (const host of [
      "123456789012.dkr.ecr.us-west-2.amazonaws.com",
      "123456789012.dkr.ecr-fips.us-west-2.amazonaws.com",
      "123456789012.dkr-ecr.us-west-2.on.aws",
      "123456789012.dkr.ecr.us-west-2.amazonaws.com.cn",
    ]) {
      assert.deepEqual(
        parseImage(`${host}/team/twig:1`)?.ecr,
        { accountId: "123456789012", region: "us-west-2", name: "team/twig" },
        host,
      );
    }
    for (const other of ["public.ecr.aws/nginx/nginx:1", "ecr.us-west-2.amazonaws.com/twig:1"]) {
      assert.equal(parseImage(other)?.ecr, undefined, other);
    }
  });

  it("are not everything", () => {
    for (const text of [
      "",
      "Twig:1",
      "twig:",
      "twig:-1",
      "twig@sha256:1",
      "https://ghcr.io/a:1",
      "a b:1",
      "/twig:1",
      "a//b:1",
    ]) {
      assert.equal(parseImage(text), undefined, text);
    }
  });

  it("are put together again from their parts", () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const reference = fc.record({
      host: fc.option(fc.constantFrom("ghcr.io/", "registry:5000/", "localhost/")),
      path: fc.array(part, { minLength: 1, maxLength: 3 }),
      tag: fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/)),
      digest: fc.option(fc.constant(DIGEST)),
    });
    fc.assert(
      fc.property(reference, ({ host, path, tag, digest }) => {
        const name = `${host ?? ""}${path.join("/")}`;
        const text = `${name}${tag === null ? "" : `:${tag}`}${digest === null ? "" : `@${digest}`}`;
        const parsed = parseImage(text);
        assert.deepEqual([parsed?.name, parsed?.tag ?? null, parsed?.digest ?? null], [name, tag, digest], text);
      }),
    );
  });
});

describe("References to secrets", () => {
  const secret = "arn:aws:secretsmanager:us-west-2:123456789012:secret:twig/mail-AbCdEf";

  it("are secrets, whole or by key and version, and parameters", () => {
    assert.deepEqual(parseSecretArn(secret), { service: "secretsmanager", arn: secret, isPart: false });
    for (const part of [":password::", ":password:AWSCURRENT:", ":password::1", ":::"]) {
      assert.deepEqual(parseSecretArn(secret + part), { service: "secretsmanager", arn: secret, isPart: true }, part);
    }
    const parameter = "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/twig/key";
    assert.deepEqual(parseSecretArn(parameter), { service: "ssm", arn: parameter, isPart: false });
  });

  it("are refused without the characters that policies need, or with half a key", () => {
    for (const arn of [secret.slice(0, -7), `${secret}:password`, `${secret}:a:b`, "twig/mail", "", `${secret}\n`]) {
      assert.equal(parseSecretArn(arn), undefined, arn);
    }
  });
});

describe("Names of credentials", () => {
  it("are recognized by how they end", () => {
    for (const name of [
      "DB_PASSWORD",
      "dbPassword",
      "MYSQL_PWD",
      "TOKEN",
      "GITHUB_TOKEN",
      "API_KEY",
      "apikey",
      "AWS_SECRET_ACCESS_KEY",
      "SECRET_KEY_BASE",
      "CLIENT_SECRET",
    ]) {
      assert.equal(isCredential(name, "x1y2z3"), true, name);
    }
  });

  it("are not those of places, switches and other things", () => {
    for (const name of [
      "DB_PASSWORD_FILE",
      "SECRET_ARN",
      "TOKEN_URL",
      "PWD",
      "KEYBOARD",
      "MONKEY",
      "PASSWORD_LENGTH",
    ]) {
      assert.equal(isCredential(name, "x1y2z3"), false, name);
    }
    for (const value of ["yes", "TRUE", "0", ""])
      assert.equal(isCredential("MYSQL_ALLOW_EMPTY_PASSWORD", value), false);
  });
});

describe("Instance types", () => {
  it("have the vCPUs and the memory that AWS lists", () => {
    const sizes: Record<string, [vcpus: number, gib: number]> = {
      "t2.nano": [1, 0.5],
      "t2.small": [1, 2],
      "t2.medium": [2, 4],
      "t3.nano": [2, 0.5],
      "t3.small": [2, 2],
      "t3a.large": [2, 8],
      "t4g.2xlarge": [8, 32],
      "c5.9xlarge": [36, 72],
      "c6g.medium": [1, 2],
      "c7i-flex.large": [2, 4],
      "c8g.metal-24xl": [96, 192],
      "m5.large": [2, 8],
      "m6gd.16xlarge": [64, 256],
      "m7a.medium": [1, 4],
      "m8i.96xlarge": [384, 1536],
      "r5dn.24xlarge": [96, 768],
      "r7iz.xlarge": [4, 32],
    };
    for (const [type, [vcpus, gib]] of Object.entries(sizes)) {
      const size = sizeOfInstance(type)!;
      assert.deepEqual([size.vcpus, size.memoryMiB], [vcpus, gib * 1024], type);
    }
  });

  it("have few network interfaces where ECS cannot multiply them", () => {
    const types = {
      "t3.micro": 2,
      "t3.medium": 3,
      "t4g.large": 3,
      "t3a.xlarge": 4,
      "t2.2xlarge": 3,
      "m7g.large": undefined,
    };
    for (const [type, count] of Object.entries(types)) assert.equal(sizeOfInstance(type)!.interfaces, count, type);
  });

  it("are not judged where a family has a way of its own", () => {
    for (const type of [
      "c4.8xlarge",
      "c5n.large",
      "m5.metal",
      "t3.4xlarge",
      "g5.xlarge",
      "mac2.metal",
      "x2gd.medium",
      "",
      "m5",
      "m5.",
    ]) {
      assert.equal(sizeOfInstance(type), undefined, type);
    }
  });
});
